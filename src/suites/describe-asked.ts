import { describeExchange } from "../http/describe-exchange";
import type { Exchange, HttpRequest } from "../http/types";
import type { Evidence } from "../verdict/result";
import type { Endpoint } from "./types";

/** One exchange with an endpoint as proof for the report; its model reads bodies that are no text. */
export function describeAsked(
  { client, model }: Pick<Endpoint, "client" | "model">,
  { request, exchange }: { request: HttpRequest; exchange: Exchange },
): Evidence {
  return describeExchange(client, request, exchange, model);
}
