/** Asks for server-sent events; compressed pieces would hide when which text came. */
export const STREAM_HEADERS = { accept: "text/event-stream", "accept-encoding": "identity" };
