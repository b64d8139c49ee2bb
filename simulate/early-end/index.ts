export { abEnds } from "./ab";
export { canaryEnds } from "./canary";
export { shadowEnds } from "./shadow";
