import { describe, expect, it } from "vitest";
import { share } from "./share";

describe("how full a limit is", () => {
  it("is never more than all of it", () => {
    expect(share(3, 10)).toBe(30);
    expect(share(12, 10)).toBe(100);
  });
  it("is full when there is room for nothing", () => {
    expect(share(0, 0)).toBe(100);
  });
});
