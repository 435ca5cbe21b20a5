import { Alert, Checkbox, Radio, Skeleton, Stack, Text, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { adminListWebhookEvents } from "@/api/generated/sdk.gen";
import { useRead } from "@/api/query";
import { EVERYTHING, type Family, families, withEvent, withFamily } from "./states";
import classes from "./webhooks.module.css";
import { useWebhookWords } from "./words";

interface EventPickerProps {
  chosen: readonly string[];
  change: (chosen: string[]) => void;
  error: string | null;
  isReadOnly?: boolean;
}

/** Everything, or families and single events to tick. */
export function EventPicker({ chosen, change, error, isReadOnly = false }: EventPickerProps) {
  const t = useWebhookWords();
  const [typed, setTyped] = useState("");
  const events = useRead(adminListWebhookEvents, {});
  const isAll = chosen.includes(EVERYTHING);
  if (events.error) return <Alert color="red" role="alert" title={events.error.message} />;
  if (events.data === undefined) return <Skeleton height={280} />;
  const shown = families(events.data, typed);
  const all = families(events.data, "");
  return (
    <Stack gap="sm">
      <Radio.Group
        aria-label={t("events")}
        value={isAll ? "all" : "some"}
        onChange={(value) => !isReadOnly && change(value === "all" ? [EVERYTHING] : [])}
      >
        <Stack gap="xs">
          <Radio value="all" label={t("everything")} disabled={isReadOnly} />
          <Radio value="some" label={t("someEvents")} disabled={isReadOnly} />
        </Stack>
      </Radio.Group>
      {error ? (
        <Text size="sm" c="var(--mantine-color-error)">
          {error}
        </Text>
      ) : null}
      {isAll ? null : (
        <>
          <TextInput
            aria-label={t("searchEvents")}
            placeholder={t("searchEvents")}
            leftSection={<IconSearch size={16} />}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter") event.preventDefault();
            }}
          />
          <Text size="xs" c="dimmed" role="status">
            {shown.length === 0 ? t("noEvents") : t("chosenEvents", { count: chosen.length })}
          </Text>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
          <section className={classes.families} tabIndex={0} aria-label={t("events")}>
            {shown.map((family) => (
              <One
                key={family.id}
                family={family}
                whole={all.find((one) => one.id === family.id) ?? family}
                chosen={chosen}
                change={change}
                isReadOnly={isReadOnly}
              />
            ))}
          </section>
        </>
      )}
    </Stack>
  );
}

interface OneProps {
  family: Family;
  whole: Family;
  chosen: readonly string[];
  change: (chosen: string[]) => void;
  isReadOnly: boolean;
}

function One({ family, whole, chosen, change, isReadOnly }: OneProps) {
  const t = useWebhookWords();
  const isWhole = chosen.includes(`${family.id}.*`);
  const some = chosen.some((choice) => choice.startsWith(`${family.id}.`));
  return (
    <fieldset className={classes.family}>
      <legend>
        <Checkbox
          label={<strong>{t("familyAll", { family: family.id.replaceAll("_", " ") })}</strong>}
          checked={isWhole}
          indeterminate={some && !isWhole}
          disabled={isReadOnly}
          onChange={(event) => change(withFamily(chosen, family.id, event.currentTarget.checked))}
        />
      </legend>
      <div>
        {family.events.map((event) => (
          <Checkbox
            key={event.type}
            label={event.type}
            description={event.description}
            checked={isWhole || chosen.includes(event.type)}
            disabled={isReadOnly}
            onChange={(ticked) =>
              change(withEvent(chosen, event, whole.events, ticked.currentTarget.checked))
            }
          />
        ))}
      </div>
    </fieldset>
  );
}
