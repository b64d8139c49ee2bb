import type { Behaviour } from "./behaviour";
import type { PenguinModel } from "./classify";

/** What one server serves. */
export interface Serving {
  model: PenguinModel;
  behaviour: Behaviour;
}

/** A request that has found its route. */
export interface RoutedRequest {
  /** Of `performance.now()`. */
  arrived: number;
  /** Empty unless the route reads one. */
  body: string;
}
