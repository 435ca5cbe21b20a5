import { Button, Group, MultiSelect, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { adminListCustomerGroups, adminListLocations, adminListMarkets } from "@/api/generated/sdk.gen";
import { useRead } from "@/api/query";
import { useMay, useMe } from "@/app/may";
import { Section } from "@/kit/Section";
import { AmountInputs } from "./AmountInputs";
import { GoodsPicker } from "./GoodsPicker";
import { Pieces } from "./Pieces";
import { Row } from "./Rows";
import { CONDITIONS, type Condition, conditionOf } from "./values";
import { usePromotionWords } from "./words";

interface ConditionsProps {
  conditions: readonly Condition[];
  change: (conditions: Condition[]) => void;
  disabled: boolean;
}

/** When it applies, one condition a line; all of them must hold. */
export function Conditions({ conditions, change, disabled }: ConditionsProps) {
  const t = usePromotionWords();
  const kinds = CONDITIONS.map((value) => ({ value, label: t(`condition_${value}`) }));
  const put = (place: number, condition: Condition) =>
    change(conditions.map((one, n) => (n === place ? condition : one)));
  return (
    <Section title={t("when")}>
      <Stack>
        {conditions.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t("whenNothing")}
          </Text>
        ) : null}
        {conditions.map((condition, place) => (
          <Row
            // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no name of their own
            key={place}
            label={t("conditionNumber", { number: place + 1 })}
            kinds={kinds}
            kind={condition.kind}
            become={(kind) => put(place, conditionOf(kind))}
            remove={() => change(conditions.filter((_, n) => n !== place))}
            disabled={disabled}
          >
            <Fields condition={condition} put={(next) => put(place, next)} disabled={disabled} />
          </Row>
        ))}
        {disabled ? null : (
          <Group>
            <Button
              variant="default"
              size="xs"
              leftSection={<IconPlus size={14} />}
              disabled={conditions.length >= 20}
              onClick={() => change([...conditions, conditionOf("total")])}
            >
              {t("addCondition")}
            </Button>
          </Group>
        )}
      </Stack>
    </Section>
  );
}

interface FieldsProps {
  condition: Condition;
  put: (condition: Condition) => void;
  disabled: boolean;
}

function Fields({ condition, put, disabled }: FieldsProps) {
  const t = usePromotionWords();
  switch (condition.kind) {
    case "total":
      return (
        <>
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <AmountInputs
              amounts={condition.at_least}
              change={(at_least) => put({ ...condition, at_least })}
              label={(currency) => t("atLeast", { currency })}
              disabled={disabled}
            />
          </SimpleGrid>
          <GoodsPicker
            goods={condition.goods}
            change={(goods) => put({ ...condition, goods })}
            disabled={disabled}
          />
        </>
      );
    case "quantity":
      return (
        <>
          <Pieces
            label={t("pieces")}
            value={condition.at_least}
            change={(at_least) => put({ ...condition, at_least: at_least ?? 1 })}
            disabled={disabled}
          />
          <GoodsPicker
            goods={condition.goods}
            change={(goods) => put({ ...condition, goods })}
            disabled={disabled}
          />
        </>
      );
    case "first_order":
      return null;
    case "hours":
      return (
        <SimpleGrid cols={{ base: 1, xs: 3 }}>
          <MultiSelect
            label={t("days")}
            data={([1, 2, 3, 4, 5, 6, 7] as const).map((day) => ({
              value: String(day),
              label: t(`day_${day}`),
            }))}
            value={(condition.days ?? []).map(String)}
            onChange={(days) => put({ ...condition, days: days.map(Number) })}
            disabled={disabled}
          />
          <TextInput
            type="time"
            label={t("since")}
            value={condition.since ?? "00:00"}
            onChange={(event) => put({ ...condition, since: event.currentTarget.value || "00:00" })}
            disabled={disabled}
          />
          <TextInput
            type="time"
            label={t("until")}
            value={condition.until ?? ""}
            onChange={(event) => put({ ...condition, until: event.currentTarget.value || null })}
            disabled={disabled}
          />
        </SimpleGrid>
      );
    default:
      return <Choice condition={condition} put={put} disabled={disabled} />;
  }
}

type Choosing = Extract<Condition, { any_of: string[] }>;

function Choice({
  condition,
  put,
  disabled,
}: {
  condition: Choosing;
  put: (condition: Condition) => void;
  disabled: boolean;
}) {
  const t = usePromotionWords();
  const { stores } = useMe();
  const maySeeGroups = useMay("customers:read");
  const maySeeMarkets = useMay("markets:read");
  const groups = useRead(
    adminListCustomerGroups,
    {},
    { enabled: condition.kind === "customer_group" && maySeeGroups },
  );
  const locations = useRead(adminListLocations, {}, { enabled: condition.kind === "location" });
  const markets = useRead(adminListMarkets, {}, { enabled: condition.kind === "market" && maySeeMarkets });
  const options = {
    customer_group: (groups.data ?? []).map((one) => ({ value: one.id, label: one.name })),
    store: stores.map((one) => ({ value: one.id, label: one.name })),
    location: (locations.data ?? []).map((one) => ({ value: one.id, label: one.name })),
    market: (markets.data ?? []).map((one) => ({ value: one.handle, label: one.name })),
    channel: (["storefront", "phone", "till"] as const).map((value) => ({
      value,
      label: t(`channel_${value}`),
    })),
  };
  const there = new Map(options[condition.kind].map((one) => [one.value, one]));
  return (
    <MultiSelect
      label={t("anyOf")}
      searchable
      data={[...there.values()]}
      value={condition.any_of}
      onChange={(any_of) => put({ ...condition, any_of })}
      disabled={disabled}
    />
  );
}
