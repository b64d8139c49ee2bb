export interface EndpointConfig {
  url: string;
  protocol: Protocol;
  model: string | null;
  /** The version that must be serving. */
  version: string | null;
  /** One of several behind the same URL: SageMaker's variant, Azure ML's deployment. */
  deployment: string | null;
  auth: AuthConfig | null;
  /** Settings of the model that go with every request, such as `max_tokens`; null where none are named. */
  parameters: Record<string, unknown> | null;
  tensors: TensorForm;
  timeoutMs: number;
  /** Templates of the generic `http` protocol. */
  http: HttpTemplates | null;
}

/** How tensors travel where the protocol has a choice. */
export type TensorForm = "json" | "binary";

export const PROTOCOLS = [
  "auto",
  "oip-v2",
  "kserve-v1",
  "tf-serving",
  "torchserve",
  "mlflow",
  "bentoml",
  "litserve",
  "ray-serve",
  "seldon",
  "databricks",
  "sagemaker",
  "azureml",
  "vertex",
  "openai",
  "tgi",
  "tei",
  "http",
] as const;
export type Protocol = (typeof PROTOCOLS)[number];

export type AuthConfig =
  | { kind: "bearer"; token: string }
  | { kind: "api-key"; header: string; value: string }
  | { kind: "basic"; username: string; password: string }
  | ({ kind: "aws-sigv4" } & AwsCredentials)
  | { kind: "headers"; headers: Record<string, string> };

export interface AwsCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string | null;
  region: string;
  /** The service that the signature is for; default "sagemaker". */
  service: string;
}

export interface HttpTemplates {
  request: {
    method: "GET" | "POST";
    path: string;
    headers: Record<string, string>;
    /** JSON with `{{column}}`, `{{row}}`, `{{record}}`, `{{rows}}`, `{{records}}` in it. */
    body: unknown;
  };
  response: {
    /** JSON path of the prediction, or of the list of predictions for a batch. */
    prediction: string;
    /** Further outputs by name, each a JSON path. */
    outputs: Record<string, string>;
    /** JSON path of the message in an error body. */
    error: string | null;
  };
  health: { live: string | null; ready: string | null; metadata: string | null };
  /** JSON path of the version in the metadata. */
  versionPath: string | null;
}
