import { expect, test } from "vitest";
import { opening, strings } from "@/kit/list/views";
import { changedFields, plainAction } from "@/kit/trail/action";
import { personOf } from "./EntryPage";
import { periodOf, placeOf } from "./places";

test("a period of days ends after its last day", () => {
  const { since, until } = periodOf("2026-11-01..2026-11-02");
  expect(new Date(until ?? "").getTime() - new Date(since ?? "").getTime()).toBe(2 * 24 * 3600 * 1000);
  expect(periodOf("..2026-11-02")).not.toHaveProperty("since");
  expect(periodOf("nonsense")).toEqual({});
  expect(periodOf(undefined)).toEqual({});
});

test("things have pages, where there are any", () => {
  expect(placeOf("payment", "ord_1")).toBe("/orders/ord_1");
  expect(placeOf("weather", "x")).toBeNull();
});

test("who did it, as filters take it", () => {
  expect(personOf("staff:0190")).toBe("staff_0190");
  expect(personOf("customer:0190")).toBe("cus_0190");
  expect(personOf("system")).toBeNull();
});

test("an action that nobody worded is read from its name", () => {
  expect(plainAction("stock.counted_twice")).toBe("Stock counted twice");
  expect(changedFields({ a: 1 }, { a: 2, b: 3 })).toEqual(["a", "b"]);
  expect(changedFields(null, undefined)).toEqual([]);
});

test("a list opens with one's own default before the company's", () => {
  const view = (id: string, isShared: boolean, isDefault: boolean) => ({
    id,
    label: id,
    search: {},
    isShared,
    isDefault,
    isOwn: !isShared,
    ownerName: "",
    version: 1,
  });
  const shared = view("shared", true, true);
  expect(opening([shared, view("own", false, true)])?.id).toBe("own");
  expect(opening([shared, view("own", false, false)])?.id).toBe("shared");
  expect(opening([])).toBeUndefined();
  expect(strings({ status: "draft", columns: ["a"], n: 1 })).toEqual({ status: "draft" });
});
