import { Alert, Button, Card, Group, Title } from "@mantine/core";
import { IconArrowLeft, IconPhone } from "@tabler/icons-react";
import { adminGetCustomerOverview, adminGetOrderPerson } from "@/api/generated/sdk.gen";
import type { Overview } from "@/api/generated/types.gen";
import { refresh, useRead } from "@/api/query";
import { PlainLink } from "@/app/here";
import { Failure } from "@/kit/Failure";
import { Lonely } from "@/kit/Lonely";
import { PersonActivity } from "@/kit/people/PersonActivity";
import { PersonContact, PersonIssues, PersonMarks, PersonState, PersonWorth } from "@/kit/people/PersonFacts";
import { PersonNotes } from "@/kit/people/PersonNotes";
import { PersonOrders } from "@/kit/people/PersonOrders";
import { usePeopleWords } from "@/kit/people/words";
import { Columns, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { useLive } from "@/kit/useLive";
import classes from "./service.module.css";
import { useServiceWords } from "./words";

interface PersonDeskProps {
  customer: string | undefined;
  order: string | undefined;
  back: () => void;
}

/** Everything about whoever calls: notes first, then what waits, what was bought and can be done, what happened. */
export function PersonDesk({ customer, order, back }: PersonDeskProps) {
  const t = useServiceWords();
  const byCustomer = useRead(
    adminGetCustomerOverview,
    { path: { customer: customer ?? "" } },
    { enabled: customer !== undefined },
  );
  const byOrder = useRead(
    adminGetOrderPerson,
    { path: { order: order ?? "" } },
    { enabled: customer === undefined && order !== undefined },
  );
  const asked = customer ? byCustomer : byOrder;
  const person = asked.data;
  useLive(["customer", "order", "payment"], (changes) => {
    const mine = new Set([person?.customer?.id, ...(person?.orders ?? []).map((one) => one.id)]);
    if (changes.length === 0 || changes.some((change) => mine.has(change.id))) void asked.refetch();
  });
  return (
    <>
      <Button
        className={classes.back}
        variant="subtle"
        size="compact-sm"
        w="fit-content"
        leftSection={<IconArrowLeft size={16} aria-hidden />}
        onClick={back}
      >
        {t("back")}
      </Button>
      {person ? (
        <Known person={person} changed={() => refresh(adminGetCustomerOverview, adminGetOrderPerson)} />
      ) : asked.error ? (
        <Failure error={asked.error} again={() => void asked.refetch()} />
      ) : (
        <Skeletons lines={12} />
      )}
    </>
  );
}

function Known({ person, changed }: { person: Overview; changed: () => void }) {
  const t = useServiceWords();
  const people = usePeopleWords();
  const { customer } = person;
  return (
    <>
      <Card>
        <div className={classes.head}>
          <div>
            <Group gap={8}>
              <Title order={2}>{person.name || people("nameless")}</Title>
              {customer ? <PersonState customer={customer} /> : null}
            </Group>
            <PersonContact email={person.email} phone={person.phone} />
          </div>
          {customer ? (
            <Button component={PlainLink} to={`/customers/${customer.id}`} variant="default" size="xs">
              {t("profile")}
            </Button>
          ) : null}
        </div>
        <div className={classes.worth}>
          <PersonWorth figures={person.figures} since={customer?.created_at} />
          {customer ? <PersonMarks customer={customer} /> : null}
        </div>
      </Card>
      {customer ? null : <Alert color="gray">{t("gone")}</Alert>}
      <Columns
        main={
          <Sections>
            {customer ? <PersonNotes customer={customer.id} notes={person.notes} changed={changed} /> : null}
            {person.issues ? <PersonIssues issues={person.issues} /> : null}
            {person.orders ? (
              <PersonOrders
                orders={person.orders}
                all={person.more_orders ? `/orders?q=${encodeURIComponent(person.email)}` : undefined}
                changed={changed}
              />
            ) : null}
          </Sections>
        }
        side={<PersonActivity entries={person.activity} customer={customer?.id} />}
      />
    </>
  );
}

/** Nobody is chosen yet. */
export function Waiting() {
  const t = useServiceWords();
  return (
    <Card>
      <Lonely title={t("start")} text={t("startHelp")} picture={<IconPhone size={24} />} />
    </Card>
  );
}
