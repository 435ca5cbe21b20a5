import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { Chart } from "./Chart";

it("tells a value that is not there from nothing", () => {
  render(
    <MantineProvider env="test">
      <Chart
        kind="line"
        title="Revenue"
        by="on"
        data={[
          { on: "1", now: 5, before: 0 },
          { on: "2", now: 0, before: null },
        ]}
        series={[
          { name: "now", label: "Now" },
          { name: "before", label: "Before" },
        ]}
        write={(value) => `€${value}`}
      />
    </MantineProvider>,
  );
  const rows = screen.getAllByRole("row", { hidden: true }).map((row) => row.textContent);
  expect(rows).toEqual(["onNowBefore", "1€5€0", "2€0–"]);
});
