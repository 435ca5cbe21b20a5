import { ActionIcon, Button, Menu, Stack, Text } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useState } from "react";
import {
  adminExportCustomerData,
  adminGetCustomerOverview,
  adminListCustomers,
  adminReactivateCustomer,
} from "@/api/generated/sdk.gen";
import { refresh, useRead, useWrite } from "@/api/query";
import { PlainLink, useParam } from "@/app/here";
import { useMay, useMe } from "@/app/may";
import { tell, tellProblem } from "@/app/messages";
import { Failure } from "@/kit/Failure";
import { Page } from "@/kit/Page";
import { PersonActivity } from "@/kit/people/PersonActivity";
import { PersonContact, PersonIssues, PersonMarks, PersonState, PersonWorth } from "@/kit/people/PersonFacts";
import { PersonNotes } from "@/kit/people/PersonNotes";
import { PersonOrders } from "@/kit/people/PersonOrders";
import { usePeopleWords } from "@/kit/people/words";
import { Columns, Section, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { useLive } from "@/kit/useLive";
import { Addresses } from "./Addresses";
import { CloseDialog } from "./CloseDialog";
import { CreditCard, ReturnsOf } from "./CreditCard";
import { EmailDialog } from "./EmailDialog";
import { EraseDialog } from "./EraseDialog";
import { save } from "./exporting";
import { TaxCard } from "./TaxCard";
import { useCustomerWords } from "./words";

/** Who somebody is, what they are worth, what staff told each other, what they bought and what happened. */
export default function CustomerPage() {
  const t = useCustomerWords();
  const people = usePeopleWords();
  const id = useParam("customer");
  const mayWrite = useMay("customers:write");
  const mayExport = useMay("customers:export");
  const mayErase = useMay("customers:erase");
  const mayDraft = useMay("drafts:write");
  const isEverywhere = useMe().grants.every((grant) => !grant.stores && !grant.locations);
  const [dialog, setDialog] = useState<"email" | "close" | "erase" | null>(null);
  const asked = useRead(adminGetCustomerOverview, { path: { customer: id } });
  const changed = () => refresh(adminGetCustomerOverview, adminListCustomers);
  useLive(["customer", "order", "payment"], (changes) => {
    const mine = new Set([id, ...(asked.data?.orders ?? []).map((order) => order.id)]);
    if (changes.length === 0 || changes.some((change) => mine.has(change.id))) void asked.refetch();
  });
  const reopen = useWrite(adminReactivateCustomer, {
    changes: [adminGetCustomerOverview, adminListCustomers],
    done: () => tell(t("reopened")),
    failed: tellProblem,
  });
  const exporting = useWrite(adminExportCustomerData, {
    done: (data) => {
      save(data);
      tell(t("exported"));
    },
    failed: tellProblem,
  });
  const crumbs = [{ to: "/customers", label: t("title") }];
  const person = asked.data;
  const customer = person?.customer;
  if (!person || !customer) {
    return (
      <Page title={t("title")} crumbs={crumbs}>
        {asked.error ? (
          <Failure error={asked.error} again={() => void asked.refetch()} />
        ) : (
          <Skeletons lines={12} />
        )}
      </Page>
    );
  }
  return (
    <Page
      title={customer.name || people("nameless")}
      beside={<PersonState customer={customer} />}
      about={<PersonContact email={customer.email} phone={customer.phone} />}
      crumbs={crumbs}
      primary={
        mayWrite ? (
          <Button component={PlainLink} to={`/customers/${id}/edit`}>
            {t("edit")}
          </Button>
        ) : null
      }
      acts={
        <>
          {mayDraft ? (
            <Button component={PlainLink} variant="default" to={`/drafts/new?customer=${id}`}>
              {t("newOrder")}
            </Button>
          ) : null}
          {mayWrite && isEverywhere ? (
            <Menu position="bottom-end">
              <Menu.Target>
                <ActionIcon variant="default" size={36} aria-label={t("more")}>
                  <IconDots size={16} />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item onClick={() => setDialog("email")}>{t("changeEmail")}</Menu.Item>
                {customer.is_active ? (
                  <Menu.Item color="red" onClick={() => setDialog("close")}>
                    {t("close")}
                  </Menu.Item>
                ) : (
                  <Menu.Item onClick={() => reopen.mutate({ path: { customer: id } })}>
                    {t("reopen")}
                  </Menu.Item>
                )}
                {mayExport ? (
                  <Menu.Item onClick={() => exporting.mutate({ path: { customer: id } })}>
                    {t("exportData")}
                  </Menu.Item>
                ) : null}
                {mayErase ? (
                  <Menu.Item color="red" onClick={() => setDialog("erase")}>
                    {t("erase")}
                  </Menu.Item>
                ) : null}
              </Menu.Dropdown>
            </Menu>
          ) : null}
        </>
      }
    >
      <Columns
        main={
          <Sections>
            <PersonNotes customer={id} notes={person.notes} changed={changed} />
            {person.issues ? <PersonIssues issues={person.issues} /> : null}
            {person.orders ? (
              <PersonOrders
                orders={person.orders}
                all={person.more_orders ? `/orders?customer=${id}` : undefined}
                changed={changed}
              />
            ) : null}
          </Sections>
        }
        side={
          <Sections>
            <Section>
              <PersonWorth figures={customer.figures} since={customer.created_at} />
            </Section>
            <Section title={t("about")}>
              {customer.tags.length + customer.groups.length > 0 ? (
                <PersonMarks customer={customer} />
              ) : (
                <Text size="sm" c="dimmed">
                  {t("notesAndTags")}
                </Text>
              )}
            </Section>
            <CreditCard customer={id} />
            <TaxCard customer={id} />
            <ReturnsOf customer={id} />
            <Addresses customer={customer} mayWrite={mayWrite} changed={changed} />
            <PersonActivity entries={person.activity} customer={id} />
          </Sections>
        }
      />
      <Stack>
        {dialog === "email" ? (
          <EmailDialog customer={customer} close={() => setDialog(null)} changed={changed} />
        ) : null}
        {dialog === "erase" ? (
          <EraseDialog customer={customer} close={() => setDialog(null)} changed={changed} />
        ) : null}
        {dialog === "close" ? (
          <CloseDialog customer={customer} close={() => setDialog(null)} changed={changed} />
        ) : null}
      </Stack>
    </Page>
  );
}
