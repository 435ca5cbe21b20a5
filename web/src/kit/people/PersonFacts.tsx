import { Anchor, Badge, Group } from "@mantine/core";
import type { CustomerFigures, PersonIssue, StaffCustomer } from "@/api/generated/types.gen";
import { GoLink } from "@/app/here";
import { Count, Money } from "../Money";
import { Section } from "../Section";
import { StatusBadge } from "../StatusBadge";
import { When } from "../When";
import classes from "./people.module.css";
import { usePeopleWords } from "./words";

/** How to reach somebody: a touch calls or writes. */
export function PersonContact({ email, phone }: { email: string; phone: string }) {
  const t = usePeopleWords();
  return (
    <Group gap="4px 14px">
      {phone ? (
        <Anchor
          href={`tel:${phone.replace(/[^+\d]/g, "")}`}
          size="sm"
          aria-label={t("call", { number: phone })}
        >
          {phone}
        </Anchor>
      ) : null}
      <Anchor href={`mailto:${email}`} size="sm" aria-label={t("write", { email })}>
        {email}
      </Anchor>
    </Group>
  );
}

/** Account or guest, closed or not; of an account, whether its e-mail address was confirmed, where that is known. */
export function PersonState({
  customer,
}: {
  customer: Pick<StaffCustomer, "is_active" | "is_registered"> & { is_verified?: boolean };
}) {
  const t = usePeopleWords();
  if (!customer.is_active) return <StatusBadge tone="bad">{t("closed")}</StatusBadge>;
  if (customer.is_registered && customer.is_verified === false) {
    return <StatusBadge tone="warn">{t("unconfirmed")}</StatusBadge>;
  }
  return customer.is_registered ? (
    <StatusBadge tone="good">{t("account")}</StatusBadge>
  ) : (
    <StatusBadge tone="quiet">{t("guest")}</StatusBadge>
  );
}

/** What somebody bought altogether. */
export function PersonWorth({
  figures,
  since,
}: {
  figures: CustomerFigures | null;
  since?: string | undefined;
}) {
  const t = usePeopleWords();
  const spent = Object.entries(figures?.spent ?? {});
  return (
    <dl className={classes.facts}>
      {figures ? (
        <>
          <div>
            <dt>{t("orders")}</dt>
            <dd>
              <Count value={figures.orders} />
            </dd>
          </div>
          <div>
            <dt>{t("spent")}</dt>
            <dd>
              {spent.length === 0
                ? "–"
                : spent.map(([currency, minor]) => (
                    <div key={currency}>
                      <Money minor={minor} currency={currency} />
                    </div>
                  ))}
            </dd>
          </div>
          <div>
            <dt>{t("lastOrder")}</dt>
            <dd>{figures.last_order_at ? <When at={figures.last_order_at} /> : "–"}</dd>
          </div>
        </>
      ) : null}
      {since ? (
        <div>
          <dt>{t("since")}</dt>
          <dd>
            <When at={since} />
          </dd>
        </div>
      ) : null}
    </dl>
  );
}

/** Tags and groups; a touch shows who else has them. */
export function PersonMarks({ customer }: { customer: Pick<StaffCustomer, "groups" | "tags"> }) {
  if (customer.tags.length + customer.groups.length === 0) return null;
  return (
    <Group gap={6}>
      {customer.groups.map((group) => (
        <GoLink key={group.id} to={`/customers?group=${group.id}`} underline="never">
          <Badge variant="light">{group.name}</Badge>
        </GoLink>
      ))}
      {customer.tags.map((tag) => (
        <GoLink key={tag} to={`/customers?tag=${encodeURIComponent(tag)}`} underline="never">
          <Badge variant="default">{tag}</Badge>
        </GoLink>
      ))}
    </Group>
  );
}

const BAD = new Set(["payment_problem", "refund_refused", "payment_mismatched"]);

/** What waits for somebody. */
export function PersonIssues({ issues }: { issues: readonly PersonIssue[] }) {
  const t = usePeopleWords();
  if (issues.length === 0) return null;
  return (
    <Section title={t("issues")}>
      <ul className={classes.list}>
        {issues.map((issue) => (
          <li key={`${issue.kind} ${issue.order_id} ${issue.since}`} className={classes.issue}>
            <StatusBadge tone={BAD.has(issue.kind) ? "bad" : "warn"}>
              {t.has(issue.kind) ? t(issue.kind, { number: issue.order_number }) : issue.kind}
            </StatusBadge>
            <Money minor={issue.amount_minor} currency={issue.currency} />
            <When at={issue.since} />
            <GoLink to={`/orders/${issue.order_id}`} size="sm">
              {t("open")}
            </GoLink>
          </li>
        ))}
      </ul>
    </Section>
  );
}
