import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { call } from "./call";
import { present } from "./credentials";
import { client } from "./generated/client.gen";
import { adminGetProduct, adminListProducts, adminUpdateProduct } from "./generated/sdk.gen";
import type { Problem } from "./problem";

const answer = vi.fn<(request: Request) => Promise<Response>>();

beforeEach(() => {
  present({ tenant: "acorn", csrf: "token", language: "fr" });
  client.setConfig({ baseUrl: "http://localhost", fetch: answer as unknown as typeof fetch });
});
afterEach(() => answer.mockReset());

function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
}

function sent(): Request {
  const request = answer.mock.calls[0]?.[0];
  if (request === undefined) throw new Error("nothing was sent");
  return request;
}

test("the company, the language and the token go along", async () => {
  answer.mockResolvedValue(json({ items: [] }));
  await call(adminListProducts, { query: { q: "", limit: 50 } });
  expect(new URL(sent().url).pathname).toBe("/api/tenants/acorn/admin/products");
  expect(new URL(sent().url).search).toBe("?limit=50");
  expect(sent().headers.get("Accept-Language")).toBe("fr");
  expect(sent().headers.get("X-CSRF-Token")).toBe("token");
  expect(sent().headers.get("Idempotency-Key")).toBeNull();
});

test("a change carries its version and a key that makes repeating safe", async () => {
  answer.mockResolvedValue(json({ id: "prod_1", version: 4 }));
  await call(adminUpdateProduct, { path: { product: "prod_1" }, body: { title: "Soap" }, version: 3 });
  expect(sent().headers.get("If-Match")).toBe('"3"');
  expect(sent().headers.get("Idempotency-Key")).toMatch(/^[0-9a-f-]{36}$/);
  expect(await sent().clone().json()).toEqual({ title: "Soap" });
});

test("a refusal is a Problem", async () => {
  const body = { code: "SlugTaken", title: "That address is taken.", request_id: "r1", status: 409 };
  answer.mockResolvedValue(json(body, 409));
  const problem = await call(adminGetProduct, { path: { product: "prod_1" } }).catch(
    (error: Problem) => error,
  );
  expect(problem).toMatchObject({ status: 409, code: "SlugTaken", reference: "r1" });
});

test("a lost network is a Problem that may be asked again", async () => {
  answer.mockRejectedValue(new TypeError("Failed to fetch"));
  const problem = await call(adminGetProduct, { path: { product: "prod_1" } }).catch(
    (error: Problem) => error,
  );
  expect(problem).toMatchObject({ code: "Unreachable", isPassing: true });
});
