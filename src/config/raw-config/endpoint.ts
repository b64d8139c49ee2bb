import type { Protocol, TensorForm } from "../types";

export interface RawEndpoint {
  url?: string;
  protocol?: Protocol;
  model?: string;
  version?: string;
  deployment?: string;
  auth?: RawAuth;
  parameters?: Record<string, unknown>;
  tensors?: TensorForm;
  timeout?: string;
  request?: RawRequest;
  response?: string | RawResponse;
  health?: { live?: string; ready?: string; metadata?: string };
  version_path?: string;
}

/** Exactly one of the five. */
export interface RawAuth {
  bearer?: string;
  "api-key"?: { header: string; value: string };
  basic?: { username: string; password: string };
  headers?: Record<string, string>;
  "aws-sigv4"?: {
    access_key_id: string;
    secret_access_key: string;
    session_token?: string;
    region: string;
    service?: string;
  };
}

export interface RawRequest {
  method?: "GET" | "POST";
  path: string;
  headers?: Record<string, string>;
  body?: unknown;
}

export interface RawResponse {
  prediction: string;
  outputs?: Record<string, string>;
  error?: string;
}
