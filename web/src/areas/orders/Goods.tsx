import { Text, Tooltip } from "@mantine/core";
import type { OrderDetail } from "@/api/generated/types.gen";
import { GoLink } from "@/app/here";
import { useMay } from "@/app/may";
import { Money, Quantity } from "@/kit/Money";
import { Section } from "@/kit/Section";
import { Thumbnail } from "@/kit/Thumbnail";
import classes from "./orders.module.css";
import { useOrderWords } from "./words";

/** The lines as they were sold, and how the total came about. */
export function Goods({ order }: { order: OrderDetail }) {
  const t = useOrderWords();
  const seesProducts = useMay("products:read");
  const { currency } = order;
  return (
    <Section title={t("what")} flush>
      <table className={classes.lines}>
        <tbody>
          {order.lines.map((line) => (
            <tr key={line.id}>
              <td>
                <Thumbnail image={line.image} size={48} />
              </td>
              <td>
                {seesProducts ? (
                  <GoLink to={`/products/${line.product_id}`} c="inherit" fw={550}>
                    {line.title}
                  </GoLink>
                ) : (
                  <Text span fw={550}>
                    {line.title}
                  </Text>
                )}
                <Text size="xs" c="dimmed">
                  {[line.variant_title, line.sku].filter(Boolean).join(" · ")}
                </Text>
              </td>
              <td className={classes.quantity}>
                <Quantity value={line.quantity} scale={line.scale} unit={line.unit} />
                <Text size="xs" c="dimmed">
                  × <Money minor={line.unit_price_minor} currency={currency} />
                </Text>
              </td>
              <td>
                <Money minor={line.subtotal_minor} currency={currency} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <dl className={classes.sums}>
        <Sum label={t("subtotal")} minor={order.subtotal_minor} currency={currency} />
        {order.discount_minor ? (
          <Sum label={t("discount")} minor={-order.discount_minor} currency={currency} />
        ) : null}
        <Sum
          label={[t("shipping"), order.shipping_method.name].filter(Boolean).join(" · ")}
          minor={order.shipping_minor}
          currency={currency}
        />
        {order.taxes
          .filter((tax) => tax.amount_minor !== 0)
          .map((tax) => (
            <Sum
              key={`${tax.code}-${tax.rate_ppm}`}
              label={order.prices_include_tax ? t("taxIncluded", { name: tax.name }) : tax.name}
              minor={tax.amount_minor}
              currency={currency}
            />
          ))}
        {order.tax?.note ? (
          <dd style={{ gridColumn: "1 / -1", overflowWrap: "anywhere" }}>
            <Text size="xs" c="dimmed">
              {[order.tax.note, order.tax.vat_number, order.tax.certificate_number]
                .filter(Boolean)
                .join(" · ")}
            </Text>
          </dd>
        ) : null}
        <dt data-total>{t("total")}</dt>
        <dd data-total>
          {order.is_estimated ? (
            <Tooltip label={t("estimatedHelp")} multiline maw={280}>
              <Text span size="xs" c="dimmed" mr={6}>
                {t("estimated")}
              </Text>
            </Tooltip>
          ) : null}
          <Money minor={order.total_minor} currency={currency} />
        </dd>
      </dl>
    </Section>
  );
}

function Sum({ label, minor, currency }: { label: string; minor: number; currency: string }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>
        <Money minor={minor} currency={currency} />
      </dd>
    </>
  );
}
