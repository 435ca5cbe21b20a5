import { expect, test } from "vitest";
import { deviceName } from "./devices";

test("browsers are named with the system that they run on", () => {
  const chrome =
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36";
  expect(deviceName(chrome)).toBe("Chrome, Linux");
  expect(deviceName(`${chrome} Edg/140.0`)).toBe("Edge, Linux");
  const safari =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604.1";
  expect(deviceName(safari)).toBe("Safari, iPhone");
  expect(deviceName("Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0")).toBe(
    "Firefox, Windows",
  );
});

test("programs keep their own names", () => {
  expect(deviceName("till/2.1")).toBe("till/2.1");
  expect(deviceName("x".repeat(200))).toHaveLength(60);
});
