import { element } from "./element";

/** Above the table of checks: filters by verdict, by suite and by text. */
export function addCheckFilters(): void {
  const table = document.querySelector("#checks table");
  if (table === null) return;
  const rows = [...table.querySelectorAll<HTMLTableRowElement>("tbody tr")];
  const texts = rows.map((row) => (row.textContent ?? "").toLowerCase());
  const verdicts = countBy(rows, "verdict").map(([verdict, count]) => verdictBox(verdict, count));
  const suites = suiteChoice(countBy(rows, "suite"));
  const search = element("input", { type: "search", placeholder: "Text in a check" });
  const shown = element("output");

  function apply(): void {
    const wanted = new Set(verdicts.filter(({ box }) => box.checked).map(({ verdict }) => verdict));
    const text = search.value.trim().toLowerCase();
    rows.forEach((row, index) => {
      const { verdict = "", suite = "" } = row.dataset;
      const fits = wanted.has(verdict) && (suites.value === "" || suite === suites.value);
      row.hidden = !(fits && texts[index]?.includes(text));
    });
    const count = rows.filter((row) => !row.hidden).length;
    shown.textContent = `${count} of ${rows.length} shown`;
  }

  const form = element(
    "form",
    { class: "filters", "aria-label": "Filter the checks" },
    element(
      "fieldset",
      {},
      element("legend", { class: "unseen" }, "Result"),
      ...verdicts.map(({ label }) => label),
    ),
    element("label", {}, "Suite", suites),
    element("label", {}, "Find", search),
    shown,
  );
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  table.before(form);
  apply();
}

/** The values of a data attribute with the number of rows that have it, in the order of the rows. */
function countBy(rows: readonly HTMLElement[], name: string): [string, number][] {
  const counts = new Map<string, number>();
  for (const { dataset } of rows) {
    const value = dataset[name] ?? "";
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts];
}

function verdictBox(verdict: string, count: number) {
  const box = element("input", { type: "checkbox" });
  box.checked = true;
  const badge = document.querySelector(`#checks tr[data-verdict="${verdict}"] .badge`);
  const name = badge?.cloneNode(true) ?? verdict;
  return { verdict, box, label: element("label", {}, box, name, String(count)) };
}

function suiteChoice(suites: readonly [string, number][]): HTMLSelectElement {
  const options = suites.map(([suite, count]) =>
    element("option", { value: suite }, `${suite} (${count})`),
  );
  return element("select", {}, element("option", { value: "" }, "all"), ...options);
}
