import { Alert, Button, Checkbox, Stack, Text, Textarea } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { EditPreview, MoneyStep, OrderDetail } from "@/api/generated/types.gen";
import type { Problem } from "@/api/problem";
import { useMay } from "@/app/may";
import { useLanguage } from "@/app/words";
import { formatMoney, formatQuantity } from "@/kit/format";
import { Money } from "@/kit/Money";
import { Section } from "@/kit/Section";
import classes from "./edit.module.css";
import { type EditWords, useEditWords } from "./words";

export interface Choices {
  reason: string;
  givesBack: boolean;
  /** Nothing chosen yet: a link is sent unless what is due waits to be paid by hand. */
  sendsLink: boolean | null;
}

export function wantsLink(choices: Choices, seen: EditPreview): boolean {
  return choices.sendsLink ?? seen.money.some((step) => step.kind === "due");
}

interface OutcomeProps {
  order: OrderDetail;
  seen: EditPreview;
  /** The figures are of an older draft: new ones are asked for. */
  isStale: boolean;
  problem: Problem | null;
  choices: Choices;
  choose: (choices: Choices) => void;
  isBusy: boolean;
  apply: () => void;
}

/** What comes of the changes: totals, stock, money in words and figures; and applying them. */
export function Outcome({ order, seen, isStale, problem, choices, choose, isBusy, apply }: OutcomeProps) {
  const t = useEditWords();
  const language = useLanguage();
  const mayRequest = useMay("payments:request");
  const mayGiveBack = useMay("payments:write");
  const { currency } = seen;
  const money = (minor: number) => formatMoney(language, minor, currency);
  const difference = seen.difference_minor;
  const surplus = seen.money.find((step) => step.kind === "surplus")?.amount_minor ?? 0;
  const isReady =
    seen.is_changed && !isStale && !problem && seen.shortages.length === 0 && choices.reason.trim() !== "";
  return (
    <div className={classes.side}>
      <Section title={t("outcome")}>
        <div aria-live="polite" className={isStale ? classes.stale : ""}>
          <dl className={classes.sums}>
            <Sum label={t("subtotal")} minor={seen.subtotal_minor} currency={currency} />
            {seen.discount_minor ? (
              <Sum label={t("discount")} minor={-seen.discount_minor} currency={currency} />
            ) : null}
            <Sum
              label={[t("carriage"), seen.shipping_method.name].filter(Boolean).join(" · ")}
              minor={seen.shipping_minor}
              currency={currency}
            />
            <Sum
              label={seen.prices_include_tax ? t("taxIncluded") : t("tax")}
              minor={seen.tax_minor}
              currency={currency}
            />
            <Sum label={t("before")} minor={seen.total_before_minor} currency={currency} />
            <Sum label={t("after")} minor={seen.total_minor} currency={currency} isTotal />
          </dl>
          <Text className={classes.difference ?? ""}>
            {difference > 0
              ? t("costsMore", { amount: money(difference) })
              : difference < 0
                ? t("costsLess", { amount: money(-difference) })
                : seen.is_changed
                  ? t("costsSame")
                  : t("nothing")}
          </Text>
          {seen.is_changed
            ? seen.money.map((step) => (
                <Text key={step.kind} size="sm" mb={6}>
                  {said(t, step, money)}
                </Text>
              ))
            : null}
        </div>
        <Stack mt="md" gap={12}>
          {seen.shortages.length > 0 ? (
            <Alert color="red" icon={<IconAlertTriangle size={18} />} title={t("shortTitle")}>
              {seen.shortages.map((one) => (
                <div key={one.sku}>
                  {t("short", {
                    name: one.title,
                    wanted: formatQuantity(language, one.wanted, one.scale, one.unit),
                    available: formatQuantity(language, one.available, one.scale, one.unit),
                  })}
                </div>
              ))}
            </Alert>
          ) : null}
          {problem ? (
            <Alert color="red" icon={<IconAlertTriangle size={18} />} title={t("refused")} role="alert">
              {problem.title}
            </Alert>
          ) : null}
          {surplus > 0 && seen.is_changed ? (
            mayGiveBack ? (
              <Checkbox
                label={t("giveBack", { amount: money(surplus) })}
                description={t("giveBackHelp")}
                checked={choices.givesBack}
                onChange={(event) => choose({ ...choices, givesBack: event.currentTarget.checked })}
              />
            ) : (
              <Text size="sm" c="dimmed">
                {t("giveBackMay")}
              </Text>
            )
          ) : null}
          {seen.due_minor > 0 && seen.is_changed && mayRequest ? (
            <Checkbox
              label={t("sendLink")}
              description={t("sendLinkHelp", {
                to: order.email || order.phone,
                amount: money(seen.due_minor),
              })}
              checked={wantsLink(choices, seen)}
              onChange={(event) => choose({ ...choices, sendsLink: event.currentTarget.checked })}
            />
          ) : null}
          <Textarea
            label={t("reason")}
            description={t("reasonHelp")}
            value={choices.reason}
            maxLength={500}
            autosize
            minRows={2}
            required
            onChange={(event) => choose({ ...choices, reason: event.currentTarget.value })}
          />
          <Button loading={isBusy} disabled={!isReady} onClick={apply} fullWidth>
            {t("apply")}
          </Button>
        </Stack>
      </Section>
    </div>
  );
}

function said(t: EditWords, step: MoneyStep, money: (minor: number) => string): string {
  const values = { amount: money(step.amount_minor), before: money(step.before_minor) };
  if (step.kind === "waiting_changed" && step.amount_minor === 0) return t("money_waiting_none", values);
  const key = `money_${step.kind}`;
  return t.has(key) ? t(key, values) : step.text;
}

interface SumProps {
  label: string;
  minor: number;
  currency: string;
  isTotal?: boolean;
}

function Sum({ label, minor, currency, isTotal = false }: SumProps) {
  const marked = isTotal ? { "data-total": true } : {};
  return (
    <>
      <dt {...marked}>{label}</dt>
      <dd {...marked}>
        <Money minor={minor} currency={currency} />
      </dd>
    </>
  );
}
