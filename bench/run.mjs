// `npm run bench`: everything that is said to be fast, measured here and now. Numbers, no verdict.
import { benchStartUp } from "./start-up.mjs";

await benchStartUp();
