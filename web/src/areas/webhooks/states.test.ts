import { describe, expect, it } from "vitest";
import type { Endpoint, EventType } from "@/api/generated/types.gen";
import { families, hostOf, rateOf, stateOf, withEvent, withFamily } from "./states";

const event = (type: string): EventType => ({
  type,
  family: type.split(".")[0] ?? "",
  version: 1,
  description: `About ${type}`,
  data: {},
});
const EVENTS = ["order.placed", "order.shipped", "stock.low"].map(event);
const ORDERS = EVENTS.slice(0, 2);

const endpoint = (change: Partial<Endpoint>): Endpoint =>
  ({ status: "active", failing_since: null, slow_until: null, ...change }) as Endpoint;

describe("choices of events", () => {
  it("stand in families", () => {
    expect(families(EVENTS, "").map((family) => [family.id, family.events.length])).toEqual([
      ["order", 2],
      ["stock", 1],
    ]);
    expect(families(EVENTS, " SHIPPED ").map((family) => family.id)).toEqual(["order"]);
    expect(families(EVENTS, "nothing")).toEqual([]);
  });

  it("a family stands for its events", () => {
    expect(withFamily(["order.placed", "stock.low"], "order", true)).toEqual(["order.*", "stock.low"]);
    expect(withFamily(["order.*", "stock.low"], "order", false)).toEqual(["stock.low"]);
  });

  it("one taken out of a family leaves the others", () => {
    const [placed] = ORDERS as [EventType];
    expect(withEvent(["order.*", "stock.low"], placed, ORDERS, false)).toEqual([
      "order.shipped",
      "stock.low",
    ]);
    expect(withEvent(["stock.low"], placed, ORDERS, true)).toEqual(["order.placed", "stock.low"]);
    expect(withEvent(["order.placed"], placed, ORDERS, false)).toEqual([]);
  });
});

describe("an endpoint", () => {
  it("says the worst first", () => {
    expect(stateOf(endpoint({})).key).toBe("active");
    expect(
      stateOf(endpoint({ failing_since: "2026-01-01T00:00:00Z", slow_until: "2026-01-01T00:00:00Z" })).key,
    ).toBe("failing");
    expect(stateOf(endpoint({ status: "disabled", failing_since: "2026-01-01T00:00:00Z" })).tone).toBe("bad");
  });

  it("never rounds a failure away", () => {
    const health = { attempts: 0, delivered: 0 } as Endpoint["health"];
    expect(rateOf(endpoint({ health }))).toBeNull();
    expect(rateOf(endpoint({ health: { ...health, attempts: 1000, delivered: 999 } }))).toBe(99);
  });

  it("is called by its host", () => {
    expect(hostOf("https://hooks.example.com:8443/in?key=1")).toBe("hooks.example.com:8443");
    expect(hostOf("nonsense")).toBe("nonsense");
  });
});
