import { describe, expect, test } from "vitest";
import { type Line, moveTo, placeOf, step, toLines } from "./tree";

const tree = [
  {
    id: "food",
    label: "Food",
    children: [leaf("fruit"), { id: "roots", label: "Roots", children: [leaf("carrots")] }],
  },
  leaf("tools"),
  leaf("gifts"),
];

function leaf(id: string) {
  return { id, label: id, children: [] };
}
const drawn = (lines: readonly Line[]): string[] =>
  lines.map((line) => `${"-".repeat(line.depth)}${line.id}`);
const lines = toLines(tree);

test("a tree is lines with depths; a closed branch is one line", () => {
  expect(drawn(lines)).toEqual(["food", "-fruit", "-roots", "--carrots", "tools", "gifts"]);
  expect(drawn(toLines(tree, new Set(["food"])))).toEqual(["food", "tools", "gifts"]);
});

test("a place is a parent and a position", () => {
  expect(placeOf(lines, "carrots")).toEqual({ id: "carrots", parent: "roots", position: 0 });
  expect(placeOf(lines, "roots")).toEqual({ id: "roots", parent: "food", position: 1 });
  expect(placeOf(lines, "gifts")).toEqual({ id: "gifts", parent: null, position: 2 });
});

describe("moving", () => {
  test("takes what is below along", () => {
    expect(drawn(moveTo(lines, "roots", 4, 0, 9))).toEqual([
      "food",
      "-fruit",
      "tools",
      "gifts",
      "roots",
      "-carrots",
    ]);
  });

  test("goes at most one deeper than the line above", () => {
    expect(placeOf(moveTo(lines, "gifts", 1, 5, 9), "gifts")).toEqual({
      id: "gifts",
      parent: "food",
      position: 0,
    });
  });

  test("goes no deeper than there may be levels", () => {
    expect(drawn(moveTo(lines, "roots", 5, 3, 1))).toEqual([
      "food",
      "-fruit",
      "tools",
      "gifts",
      "roots",
      "-carrots",
    ]);
  });

  test("loses and doubles nothing, wherever it goes", () => {
    for (const { id } of lines) {
      for (let to = -1; to <= lines.length + 1; to += 1) {
        for (let depth = -1; depth < 4; depth += 1) {
          const moved = moveTo(lines, id, to, depth, 9);
          expect(moved.map((line) => line.id).sort()).toEqual(lines.map((line) => line.id).sort());
          moved.forEach((line, at) => {
            expect(line.depth).toBeLessThanOrEqual((moved[at - 1]?.depth ?? -1) + 1);
          });
        }
      }
    }
  });
});

describe("by keys", () => {
  test("in, out, up, down", () => {
    expect(placeOf(step(lines, "tools", "in", 9), "tools")).toEqual({
      id: "tools",
      parent: "food",
      position: 2,
    });
    expect(placeOf(step(lines, "roots", "out", 9), "roots")).toEqual({
      id: "roots",
      parent: null,
      position: 1,
    });
    expect(placeOf(step(lines, "fruit", "out", 9), "fruit")).toEqual({
      id: "fruit",
      parent: null,
      position: 1,
    });
    expect(placeOf(step(lines, "gifts", "up", 9), "gifts")).toEqual({
      id: "gifts",
      parent: null,
      position: 1,
    });
    expect(placeOf(step(lines, "tools", "down", 9), "tools")).toEqual({
      id: "tools",
      parent: null,
      position: 2,
    });
  });
});
