import type { EndpointConfig } from "../../../config/types";
import { asInfergateError, EXIT, EXIT_OF_FAMILY } from "../../../errors";
import type { Endpoint } from "../../types";
import { type Scores, type ScoringContext, type Unscored, unscored } from "./types";

/**
 * Opens an endpoint that helps to judge, for as long as `act` needs it. Where it fails, nothing is
 * said about the endpoint under test; what the user must mend first is thrown.
 */
export async function withScorer(
  who: string,
  { open }: ScoringContext,
  endpoint: EndpointConfig,
  features: string[],
  act: (opened: Endpoint) => Promise<Scores | Unscored>,
): Promise<Scores | Unscored> {
  let opened: Endpoint | null = null;
  try {
    opened = await open(endpoint, features);
    return await act(opened);
  } catch (thrown) {
    const error = asInfergateError(thrown);
    if (error.family === "internal" || EXIT_OF_FAMILY[error.family] === EXIT.usage) throw error;
    return unscored(`${who}: ${error.message}`, error.hint);
  } finally {
    await opened?.client.close();
  }
}
