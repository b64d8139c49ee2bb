import { sumMetric } from "../../src/monitor/prometheus-text";

const TEXT = `# HELP process_resident_memory_bytes Resident memory size in bytes.
# TYPE process_resident_memory_bytes gauge
process_resident_memory_bytes 4.2e+07
queue_size{model="a",version="1"} 3
queue_size{ model="a", version="2", } 4 1395066363000
queue_size{model="say \\"hi\\", C:\\\\x\\n"} 5
queue_size_total 99
broken{model="a" 1
empty{model="a"}
not_a_number NaN
infinite +Inf
`;

test.each([
  ["process_resident_memory_bytes", 4.2e7],
  ["queue_size", 12],
  ['queue_size{model="a"}', 7],
  ['queue_size{version="2",model="a"}', 4],
  ['queue_size{model="say \\"hi\\", C:\\\\x\\n"}', 5],
  ['queue_size{model="b"}', null],
  ["queue", null],
  ["broken", null],
  ["empty", null],
  ["not_a_number", null],
  ["infinite", null],
  ["# HELP", null],
])("%s", (selector, value) => {
  expect(sumMetric(TEXT, selector)).toBe(value);
});

test("carriage returns are no part of a value", () => {
  expect(sumMetric("a 1\r\na 2\r\n", "a")).toBe(3);
});
