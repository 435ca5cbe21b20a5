import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Change, LiveConnection } from "./liveConnection";
import { gather } from "./useLive";

const change = (id: string): Change => ({
  type: "order.placed",
  kind: "order",
  id,
  store: null,
  location: null,
  at: "2026-11-21T00:00:00Z",
});

class Source extends EventTarget {
  static readonly CLOSED = 2;
  static all: Source[] = [];
  readyState = 1;
  constructor(readonly url: string) {
    super();
    Source.all.push(this);
  }
  close(): void {
    this.readyState = Source.CLOSED;
  }
  say(name: string, id = "", data: unknown = {}): void {
    this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data), lastEventId: id }));
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  Source.all = [];
  vi.stubGlobal("EventSource", Source);
  vi.stubGlobal("BroadcastChannel", undefined);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("changes are gathered, and told soon but not too often", () => {
  const told: string[][] = [];
  const gathering = gather((changes) => told.push(changes.map((one) => one.id)));
  gathering.add(change("a"));
  gathering.add(change("b"));
  vi.advanceTimersByTime(400);
  expect(told).toEqual([["a", "b"]]);
  gathering.add(change("c"));
  vi.advanceTimersByTime(400);
  expect(told).toHaveLength(1);
  vi.advanceTimersByTime(1500);
  expect(told).toEqual([["a", "b"], ["c"]]);
  gathering.stop();
});

test("after too much to tell there are no changes: load anew", () => {
  const told: number[] = [];
  const gathering = gather((changes) => told.push(changes.length));
  gathering.add(change("a"));
  gathering.add(null);
  vi.advanceTimersByTime(400);
  expect(told).toEqual([0]);
  gathering.stop();
});

test("a window that nobody looks at waits until somebody does", () => {
  const told: number[] = [];
  const gathering = gather((changes) => told.push(changes.length));
  const look = vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
  gathering.add(change("a"));
  vi.advanceTimersByTime(5000);
  expect(told).toEqual([]);
  look.mockReturnValue("visible");
  document.dispatchEvent(new Event("visibilitychange"));
  vi.advanceTimersByTime(2000);
  expect(told).toEqual([1]);
  gathering.stop();
});

test("one connection serves everybody, and goes on where it was lost", () => {
  const connection = new LiveConnection("acorn");
  const heard: string[] = [];
  const stop = connection.listen((one) => heard.push(`1 ${one?.id}`));
  const other = connection.listen((one) => heard.push(`2 ${one?.id}`));
  expect(Source.all).toHaveLength(1);
  const [first] = Source.all;
  first?.say("open");
  expect(connection.state).toBe("on");
  first?.say("change", "7", change("a"));
  expect(heard).toEqual(["1 a", "2 a"]);
  first?.close();
  first?.say("error");
  expect(connection.state).toBe("lost");
  vi.advanceTimersByTime(5_000);
  expect(Source.all[1]?.url).toBe("/api/tenants/acorn/admin/events?after=7");
  stop();
  other();
  vi.advanceTimersByTime(1_500);
  expect(Source.all[1]?.readyState).toBe(Source.CLOSED);
  expect(connection.state).toBe("off");
});

test("the end of the session is told once, and nobody tries again", () => {
  const connection = new LiveConnection("acorn");
  const heard: (Change | null)[] = [];
  connection.listen((one) => heard.push(one));
  Source.all[0]?.say("end");
  vi.advanceTimersByTime(120_000);
  expect(heard).toEqual([null]);
  expect(Source.all).toHaveLength(1);
});
