import { expect, test } from "vitest";
import { readCoordinates } from "../LocationPage";
import { sides } from "./HistoryDrawer";
import { codeOf, moved, replaced, without } from "./lists";
import { decided } from "./useSettings";

test("only what was decided is sent, and null is a decision", () => {
  expect(decided({ hours: 8, minutes: undefined, gate: null })).toEqual({ hours: 8, gate: null });
});

test("a version has the two sides of its changes; what was not decided is on none", () => {
  const changes = [
    { field: "hours", before: 8, after: 12, before_set: true, after_set: true },
    { field: "minutes", before: null, after: 30, before_set: false, after_set: true },
    { field: "domains", before: ["a.example"], after: null, before_set: true, after_set: false },
  ];
  expect(sides({ changes })).toEqual({
    before: { hours: 8, domains: ["a.example"] },
    after: { hours: 12, minutes: 30 },
  });
});

test("lists are changed in copies", () => {
  const list = ["a", "b", "c"];
  expect(moved(list, 2, 0)).toEqual(["c", "a", "b"]);
  expect(moved(list, 0, 2)).toEqual(["b", "c", "a"]);
  expect(moved(list, 0, -1)).toEqual(list);
  expect(replaced(list, 1, "x")).toEqual(["a", "x", "c"]);
  expect(without(list, 0)).toEqual(["b", "c"]);
  expect(list).toEqual(["a", "b", "c"]);
});

test("a code is made of a name and differs from those that are there", () => {
  expect(codeOf("Livraison à moto !", [])).toBe("livraison-a-moto");
  expect(codeOf("Post", ["post", "post-2"])).toBe("post-3");
  expect(codeOf("消費", [])).toBe("rate");
});

test("coordinates are two numbers on the globe", () => {
  expect(readCoordinates("14.67, -17.438")).toEqual({ latitude_e6: 14_670_000, longitude_e6: -17_438_000 });
  expect(readCoordinates("91, 0")).toBeNull();
  expect(readCoordinates("14.67")).toBeNull();
  expect(readCoordinates("here, there")).toBeNull();
});
