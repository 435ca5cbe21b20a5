import { Text } from "@mantine/core";
import type { ReturnDetail } from "@/api/generated/types.gen";
import { Money } from "@/kit/Money";
import classes from "./returns.module.css";
import { word } from "./states";
import { useReturnWords } from "./words";

/** What was given, or what would be given now. */
export function Sums({ detail }: { detail: ReturnDetail }) {
  const t = useReturnWords();
  const { item, proposal } = detail;
  const isSettled = item.settled_at !== null;
  const figures = isSettled ? item : proposal;
  const currency = item.currency;
  return (
    <>
      <dl className={classes.sums}>
        <dt>{t("goodsWorth")}</dt>
        <dd>
          <Money minor={figures.goods_minor} currency={currency} />
        </dd>
        {figures.fee_minor > 0 ? (
          <>
            <dt>{t("fee")}</dt>
            <dd>
              <Money minor={-figures.fee_minor} currency={currency} />
            </dd>
          </>
        ) : null}
        {figures.shipping_minor !== 0 ? (
          <>
            <dt>{t("carriage")}</dt>
            <dd>
              <Money minor={figures.shipping_minor} currency={currency} />
            </dd>
          </>
        ) : null}
        <dt className={classes.total}>{isSettled ? word(t, item.outcome) : t("proposed")}</dt>
        <dd className={classes.total}>
          <Money minor={figures.amount_minor} currency={currency} />
        </dd>
      </dl>
      {isSettled ? null : (
        <Text size="xs" c="dimmed" mt={6}>
          {t("available")}: <Money minor={proposal.available_minor} currency={currency} />
        </Text>
      )}
    </>
  );
}
