import { renderHook } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { pressed, useKeys } from "./keys";

function press(key: string, more: KeyboardEventInit = {}, target: EventTarget = document.body): void {
  target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
}

test("what was pressed has one name", () => {
  const key = (key: string, more = {}) =>
    pressed({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more });
  expect(key("K", { ctrlKey: true })).toBe("mod+k");
  expect(key("k", { metaKey: true })).toBe("mod+k");
  expect(key("?", { shiftKey: true })).toBe("?");
  expect(key("J", { shiftKey: true })).toBe("shift+j");
  expect(key("Enter")).toBe("enter");
});

test("one key, or two one after the other", () => {
  const [next, orders] = [vi.fn(), vi.fn()];
  renderHook(() =>
    useKeys([
      { keys: "j", label: "", run: next },
      { keys: "g o", label: "", run: orders },
    ]),
  );
  press("j");
  press("g");
  press("o");
  expect([next.mock.calls.length, orders.mock.calls.length]).toEqual([1, 1]);
});

test("nothing works while somebody types, but what says so", () => {
  const [next, save] = [vi.fn(), vi.fn()];
  renderHook(() =>
    useKeys([
      { keys: "j", label: "", run: next },
      { keys: "mod+s", label: "", run: save, whileTyping: true },
    ]),
  );
  const field = document.body.appendChild(document.createElement("input"));
  press("j", {}, field);
  press("s", { ctrlKey: true }, field);
  expect([next.mock.calls.length, save.mock.calls.length]).toEqual([0, 1]);
  field.remove();
});

test("the screen that came last wins, and takes its keys along when it goes", () => {
  const [below, above] = [vi.fn(), vi.fn()];
  renderHook(() => useKeys([{ keys: "x", label: "", run: below }]));
  const screen = renderHook(() => useKeys([{ keys: "x", label: "", run: above }]));
  press("x");
  screen.unmount();
  press("x");
  expect([below.mock.calls.length, above.mock.calls.length]).toEqual([1, 1]);
});
