import { Checkbox, Fieldset, NumberInput, Text } from "@mantine/core";
import classes from "./experiments.module.css";
import { GUARDS } from "./states";
import type { Values } from "./values";
import { useExperimentWords } from "./words";

interface GuardsProps {
  guards: Values["guards"];
  change: (guards: Values["guards"]) => void;
}

const POINTS = new Set(["undone", "errors"]);

/** What must not get worse, each with its limit. */
export function Guards({ guards, change }: GuardsProps) {
  const t = useExperimentWords();
  return (
    <Fieldset legend={t("guards")} className={classes.guards}>
      <Text size="xs" c="dimmed">
        {t("guardsHelp")}
      </Text>
      {GUARDS.map((name) => {
        const limit = guards[name];
        const unit = t(POINTS.has(name) ? "points" : "percent");
        return (
          <div key={name} className={classes.guard}>
            <Checkbox
              label={t(name)}
              checked={limit !== null}
              onChange={(event) =>
                change({
                  ...guards,
                  [name]: event.currentTarget.checked ? (POINTS.has(name) ? 5 : 20) : null,
                })
              }
            />
            {limit !== null ? (
              <NumberInput
                size="xs"
                aria-label={`${t(name)}: ${t("worseBy")}`}
                leftSection={
                  <Text size="xs" c="dimmed">
                    {t("worseBy")}
                  </Text>
                }
                leftSectionWidth={130}
                suffix={` ${unit}`}
                min={1}
                max={90}
                allowDecimal={false}
                value={limit}
                onChange={(value) => typeof value === "number" && change({ ...guards, [name]: value })}
                w={250}
              />
            ) : null}
          </div>
        );
      })}
    </Fieldset>
  );
}
