import { Button, Group, Menu, NativeSelect, TextInput } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { adminGetAnalyticsChoices } from "@/api/generated/sdk.gen";
import { useRead } from "@/api/query";
import { useCompany, useSearchWords } from "@/app/here";
import { wordOf } from "@/app/words";
import classes from "./analytics.module.css";
import { COMPARISONS, PERIODS } from "./periods";
import { type Asked, useAsked } from "./useAsked";
import { useAnalyticsWords } from "./words";

/** The period, what it is compared with, and what it is narrowed to: all of it in the address. */
export function Controls({ figures }: { figures: readonly string[] }) {
  const t = useAnalyticsWords();
  const [words, change] = useSearchWords();
  const asked = useAsked();
  const choices = useRead(adminGetAnalyticsChoices, { query: { store_id: asked.store_id } }, { keep: true });
  const channels = choices.data?.channels ?? [];
  const currencies = choices.data?.currencies ?? [];
  return (
    <Group align="end" gap="sm" className={classes.controls}>
      <NativeSelect
        label={t("period")}
        value={asked.period}
        onChange={(event) => {
          const period = event.currentTarget.value;
          change(
            period === "custom"
              ? { period, from: asked.since, to: asked.until }
              : { period: period === "days30" ? undefined : period, from: undefined, to: undefined },
          );
        }}
        data={PERIODS.map((value) => ({ value, label: t(value) }))}
      />
      {asked.period === "custom" ? (
        <>
          <TextInput
            type="date"
            label={t("from")}
            value={words.from ?? asked.since}
            max={words.to}
            onChange={(event) => change({ from: event.currentTarget.value })}
          />
          <TextInput
            type="date"
            label={t("to")}
            value={words.to ?? asked.until}
            min={words.from}
            onChange={(event) => change({ to: event.currentTarget.value })}
          />
        </>
      ) : null}
      <NativeSelect
        label={t("compare")}
        value={asked.compare}
        onChange={(event) =>
          change({
            compare: event.currentTarget.value === "previous_period" ? undefined : event.currentTarget.value,
          })
        }
        data={COMPARISONS.map((value) => ({ value, label: t(value) }))}
      />
      {channels.length > 1 || asked.channel ? (
        <NativeSelect
          label={t("channel")}
          value={asked.channel ?? ""}
          onChange={(event) => change({ channel: event.currentTarget.value })}
          data={[
            { value: "", label: t("allChannels") },
            ...channels.map((value) => ({
              value,
              label: wordOf(t, "channel", value),
            })),
          ]}
        />
      ) : null}
      {currencies.length > 1 ? (
        <NativeSelect
          label={t("currency")}
          value={asked.currency ?? ""}
          onChange={(event) => change({ currency: event.currentTarget.value })}
          data={["", ...currencies].map((value) => ({ value, label: value || "–" }))}
        />
      ) : null}
      <Export asked={asked} figures={figures} />
    </Group>
  );
}

/** Plain links: the browser saves what the server sends. */
function Export({ asked, figures }: { asked: Asked; figures: readonly string[] }) {
  const t = useAnalyticsWords();
  const company = useCompany();
  const { since, until, compare, by, store_id, channel, currency } = asked;
  const address = (file: string, query: Record<string, string | undefined>) => {
    const given = Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1]));
    return `/api/tenants/${company}/admin/analytics/${file}?${new URLSearchParams(given)}`;
  };
  const narrowed = { since, until, compare, store_id, channel, currency };
  const inFormat = (format: string) =>
    address("export", { ...narrowed, by, figures: figures.join(","), format });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} />}>
          {t("exportAs")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("exportFigures")}</Menu.Label>
        <Menu.Item component="a" href={inFormat("csv")} download>
          {t("exportCsv")}
        </Menu.Item>
        <Menu.Item component="a" href={inFormat("xlsx")} download>
          {t("exportXlsx")}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t("exportLists")}</Menu.Label>
        <Menu.Item component="a" href={address("products/export.csv", narrowed)} download>
          {t("exportProducts")}
        </Menu.Item>
        <Menu.Item component="a" href={address("cohorts/export.csv", { store_id, currency })} download>
          {t("exportCohorts")}
        </Menu.Item>
        <Menu.Item component="a" href={address("stockouts/export.csv", { since, until, compare })} download>
          {t("exportStockouts")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
