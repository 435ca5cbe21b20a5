import { ActionIcon, Popover, Text } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import { adminListFigureDefinitions } from "@/api/generated/sdk.gen";
import type { FigureDefinition, Series } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { useLanguage, wordOf } from "@/app/words";
import classes from "./analytics.module.css";
import { Change, useWriting } from "./values";
import { useAnalyticsWords } from "./words";

/** What figures are, by their keys; asked once. */
export function useDefinitions(): ReadonlyMap<string, FigureDefinition> {
  const found = useRead(adminListFigureDefinitions, {}, { keep: true });
  return new Map((found.data ?? []).map((each) => [each.key, each]));
}

export function useNameOf(): (key: string) => string {
  const language = useLanguage();
  const definitions = useDefinitions();
  return (key) => definitions.get(key)?.name[language] ?? definitions.get(key)?.name.en ?? "…";
}

/** One figure with its value, what it was before, and what it means. */
export function FigureTile({ series }: { series: Series }) {
  const t = useAnalyticsWords();
  const write = useWriting();
  const definition = useDefinitions().get(series.figure);
  const nameOf = useNameOf();
  const before = write(series.unit, series.before, series.currency);
  return (
    <div className={classes.tile}>
      <dt className={classes.name}>
        <span>{nameOf(series.figure)}</span>
        {definition ? <Definition definition={definition} name={nameOf(series.figure)} /> : null}
      </dt>
      <dd>
        <span className={classes.value}>{write(series.unit, series.value, series.currency)}</span>{" "}
        <Change now={series.value} before={series.before} isBetterHigh={definition?.is_better_high ?? null} />
        <Text size="xs" c="dimmed">
          {series.before === null ? t("nothingBefore") : t("before", { value: before })}
        </Text>
        {series.ignores.length > 0 ? (
          <Text size="xs" c="dimmed">
            {t("ignores", {
              filters: series.ignores.map((name) => wordOf(t, "ignores", name)).join(", "),
            })}
          </Text>
        ) : null}
      </dd>
    </div>
  );
}

function Definition({ definition, name }: { definition: FigureDefinition; name: string }) {
  const t = useAnalyticsWords();
  const language = useLanguage();
  return (
    <Popover width={320} position="bottom" withArrow shadow="md">
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" size="sm" aria-label={t("define", { name })}>
          <IconInfoCircle size={15} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Text size="sm" fw={600} mb={4}>
          {name}
        </Text>
        <Text size="sm">{definition.words[language] ?? definition.words.en}</Text>
        <Text size="xs" c="dimmed" mt="xs">
          {t("formula")}
        </Text>
        <Text size="xs" ff="monospace" style={{ overflowWrap: "anywhere" }}>
          {definition.formula}
        </Text>
      </Popover.Dropdown>
    </Popover>
  );
}
