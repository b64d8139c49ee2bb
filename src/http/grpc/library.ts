/**
 * What is used of two libraries that only gRPC needs. Built as a bundle of its own, `dist/grpc.cjs`, so
 * that no other run loads them; the only file that imports them.
 */
export {
  type Client,
  Client as GrpcClient,
  connectivityState,
  credentials,
  Metadata,
  type StatusObject,
} from "@grpc/grpc-js";
export { Root, type Type } from "protobufjs/light";
