/** What a server may tell of itself, each as a metric of Prometheus or a JSON path. */
export const SERVER_MEASURES = ["memory", "cpu", "replicas", "queue"] as const;
export type ServerMeasure = (typeof SERVER_MEASURES)[number];

export interface MonitorConfig {
  source:
    | { kind: "prometheus" | "json" /** Of the web, or a path of the endpoint. */; url: string }
    | { kind: "command"; command: readonly string[] };
  /** Where in what it tells the measures stand. */
  measures: Readonly<Partial<Record<ServerMeasure, string>>>;
}
