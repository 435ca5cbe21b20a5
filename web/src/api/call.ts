/** One request to the API: typed by its contract, with what every request carries, refusals thrown as `Problem`. */
import { presented } from "./credentials";
import { fetchOrTake } from "./early";
import { client } from "./generated/client.gen";
import { Problem, unreachable } from "./problem";
import { refused } from "./refused";

/** A function of `./generated/sdk.gen`: one operation of the API. */
export type Operation = (options: never) => Promise<{ data?: unknown; error?: unknown; response?: Response }>;

type Given<F extends Operation> = NonNullable<Parameters<F>[0]>;
type Part<F extends Operation, K extends "path" | "query" | "body"> = K extends keyof Given<F>
  ? Given<F>[K]
  : never;
type WithoutTenant<P> = Omit<P, "tenant">;
type Optional<K extends string, T> = [T] extends [never]
  ? unknown
  : Record<string, never> extends T
    ? { [key in K]?: T }
    : undefined extends T
      ? { [key in K]?: T }
      : { [key in K]: T };

/** What an operation needs: its path without the tenant (ours is meant), query, body; and how to send it. */
export type Input<F extends Operation> = Optional<"path", WithoutTenant<Part<F, "path">>> &
  Optional<"query", Part<F, "query">> &
  Optional<"body", Part<F, "body">> & {
    /** The version that the change was made from: sent as If-Match. */
    version?: number;
    /** The same key makes a repeated request safe; by default each call has a new one. */
    key?: string;
    signal?: AbortSignal;
    /** Another company than the one this window shows. */
    tenant?: string;
  };

/** What an operation answers. */
export type Output<F extends Operation> = NonNullable<Awaited<ReturnType<F>>["data"]>;

interface Loose {
  path?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
  version?: number;
  key?: string;
  signal?: AbortSignal;
  tenant?: string;
}

const UNSAFE = new Set(["POST", "PUT", "PATCH", "DELETE"]);

client.setConfig({ baseUrl: "", credentials: "same-origin", fetch: fetchOrTake });
client.interceptors.request.use((request) => {
  const { csrf, language } = presented();
  request.headers.set("Accept-Language", language);
  if (csrf) request.headers.set("X-CSRF-Token", csrf);
  if (UNSAFE.has(request.method) && !request.headers.has("Idempotency-Key")) {
    request.headers.set("Idempotency-Key", newKey());
  }
  return request;
});

/** A key that nobody else has: a random UUID, also where there is no TLS and `crypto.randomUUID` is missing. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** `await call(adminGetProduct, { path: { product } })`. Throws `Problem`, also when the network fails. */
export async function call<F extends Operation>(operation: F, input: Input<F>): Promise<Output<F>> {
  const { path, query, body, version, key, signal, tenant } = input as Loose;
  const headers: Record<string, string> = {};
  if (version !== undefined) headers["If-Match"] = `"${version}"`;
  if (key !== undefined) headers["Idempotency-Key"] = key;
  const options = {
    path: { tenant: tenant ?? presented().tenant, ...path },
    query: known(query),
    body,
    headers,
    signal,
  };
  const { data, error, response } = await operation(options as never);
  if (response === undefined) {
    if (signal?.aborted) throw signal.reason;
    throw unreachable();
  }
  if (error !== undefined || !response.ok) throw refused(new Problem(response.status, asRecord(error)));
  return data as Output<F>;
}

/** Empty filters are not sent. */
function known(query: Record<string, unknown> | undefined): Record<string, unknown> | undefined {
  if (query === undefined) return undefined;
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined && value !== ""));
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
