/**
 * Routes of the servers that we speak to which are asked by POST and change the server, or sign
 * somebody in; a gateway may put a path in front of them.
 */
const OTHER_ROUTES: readonly (readonly [pattern: RegExp, what: string])[] = [
  // Open Inference Protocol, model repository extension; Triton's further extensions.
  [/\/v2\/repository\//, "model repository"],
  [/\/v2\/(system|cuda)sharedmemory\//, "shared memory"],
  [/\/v2\/(logging|(models\/[^/]+\/)?trace\/setting)$/, "settings"],
  // TorchServe's management API registers a model, a workflow.
  [/\/(models|workflows)$/, "model repository"],
  // vLLM.
  [/\/(un)?load_lora_adapter$/, "adapters"],
  [/\/(sleep|wake_up|reset_[a-z_]*cache|(start|stop)_profile)$/, "settings"],
  // OpenAI: what is stored, or works in the background.
  [/\/v1\/(files|uploads|fine_tuning|batches|vector_stores|assistants|threads)(\/|$)/, "storage"],
  [/\/(oauth2?|login|logout|signin|token)(\/|$)/i, "sign-in"],
];

/** What a request is that is sent for something else than an inference; null where it is for one. */
export function otherPurpose(method: string, path: string): string | null {
  if (method !== "POST") return method;
  const [route = ""] = path.split("?");
  const other = OTHER_ROUTES.find(([pattern]) => pattern.test(route.replace(/\/+$/, "")));
  return other === undefined ? null : `POST ${other[1]}`;
}
