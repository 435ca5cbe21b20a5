import { Alert, Button, Group, MultiSelect, Select, Stack, Switch, Text } from "@mantine/core";
import { useState } from "react";
import {
  adminChooseRateSource,
  adminCurrentExchangeRates,
  adminListExchangeRates,
  adminListRateSources,
  adminReadRateSource,
} from "@/api/generated/sdk.gen";
import type { RateSource } from "@/api/generated/types.gen";
import { refresh, useRead, useWrite } from "@/api/query";
import { useMe } from "@/app/may";
import { tell, tellProblem } from "@/app/messages";
import { useLanguage } from "@/app/words";
import { Failure } from "@/kit/Failure";
import { Section } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { When } from "@/kit/When";
import { currencyChoices } from "./countries";
import { useMarketWords } from "./words";

const SOON = 4_000;

/** A bank's rates, read every day. */
export function SourceSection() {
  const found = useRead(adminListRateSources, {});
  if (found.error) return <Failure error={found.error} again={found.refetch} />;
  if (!found.data) return <Skeletons lines={3} />;
  return found.data.map((source) => (
    <Source key={`${source.code}${source.base}${source.currencies.join()}${source.is_on}`} source={source} />
  ));
}

function Source({ source }: { source: RateSource }) {
  const t = useMarketWords();
  const language = useLanguage();
  const { stores } = useMe();
  const isFresh = !source.is_on && source.currencies.length === 0;
  const [base, setBase] = useState(isFresh ? (stores[0]?.currency ?? source.base) : source.base);
  const [currencies, setCurrencies] = useState(source.currencies);
  const path = { source: source.code };
  const save = useWrite(adminChooseRateSource, {
    changes: [adminListRateSources],
    done: () => tell(t("saved")),
    failed: tellProblem,
  });
  const ask = useWrite(adminReadRateSource, {
    done: () => {
      tell(t("asked"));
      // a job asks; what it found is there a moment later
      window.setTimeout(
        () => refresh(adminListRateSources, adminListExchangeRates, adminCurrentExchangeRates),
        SOON,
      );
    },
    failed: tellProblem,
  });
  const put = (isOn: boolean) => save.mutate({ path, body: { base, currencies, is_on: isOn } });
  const isDirty = base !== source.base || currencies.join() !== source.currencies.join();
  return (
    <Section title={t("daily")} about={t("dailyHelp")}>
      <Stack>
        <Switch
          label={t("isOn", { name: source.name })}
          checked={source.is_on}
          onChange={(event) => put(event.currentTarget.checked)}
        />
        <Select
          label={t("base")}
          data={currencyChoices(language, [base])}
          value={base}
          onChange={(code) => code && setBase(code)}
          searchable
          allowDeselect={false}
        />
        <MultiSelect
          label={t("currencies")}
          data={currencyChoices(language, currencies)}
          value={currencies}
          onChange={setCurrencies}
          searchable
        />
        {source.problem ? <Alert color="yellow">{source.problem}</Alert> : null}
        {source.read_at ? (
          <Text size="sm" c="dimmed">
            {t("readAt")}: <When at={source.read_at} />
          </Text>
        ) : null}
        <Group>
          <Button disabled={!isDirty} loading={save.isPending} onClick={() => put(true)}>
            {t("keep")}
          </Button>
          <Button
            variant="default"
            disabled={!source.is_on || isDirty}
            loading={ask.isPending}
            onClick={() => ask.mutate({ path })}
          >
            {t("readNow")}
          </Button>
        </Group>
      </Stack>
    </Section>
  );
}
