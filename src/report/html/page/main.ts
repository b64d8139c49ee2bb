import { addCheckFilters } from "./check-filters";
import { drawCharts } from "./draw-charts";
import { addThemeToggle } from "./theme";

// What works without a script stands in the page; each of these adds to it.
addThemeToggle();
addCheckFilters();
drawCharts();
