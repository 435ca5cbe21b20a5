import { TextInput } from "@mantine/core";
import { call } from "@/api/call";
import { adminCreateCustomer, adminListCustomers } from "@/api/generated/sdk.gen";
import { refresh } from "@/api/query";
import { GoLink, useGo } from "@/app/here";
import { tell } from "@/app/messages";
import { RecordForm } from "@/kit/form/RecordForm";
import { useRecord } from "@/kit/form/useRecord";
import { Page } from "@/kit/Page";
import { Section, Sections } from "@/kit/Section";
import { CustomerFields, type CustomerValues, useCustomerLabels } from "./CustomerFields";
import { useCustomerWords } from "./words";

const NOBODY: CustomerValues = { email: "", name: "", phone: "", locale: "", tags: [], groups: [] };

/** Somebody who called or came, and has no account. */
export default function NewCustomerPage() {
  const t = useCustomerWords();
  const go = useGo();
  const record = useRecord<CustomerValues, { id: string }>({
    values: NOBODY,
    labels: useCustomerLabels(),
    save: (values) => call(adminCreateCustomer, { body: values }),
    saved: (answer, values) => {
      refresh(adminListCustomers);
      tell(t("created", { name: values.name || values.email }));
      go(`/customers/${answer.id}`, { force: true, replace: true });
    },
  });
  const other = record.problem?.details.customer_id;
  return (
    <Page title={t("new")} crumbs={[{ to: "/customers", label: t("title") }]} width="text">
      <RecordForm record={record} isNew action={t("create")}>
        <Sections>
          <Section>
            <TextInput {...record.field("email")} type="email" required autoComplete="off" data-autofocus />
            {typeof other === "string" ? (
              <GoLink to={`/customers/${other}`} size="sm">
                {t("openOther")}
              </GoLink>
            ) : null}
          </Section>
          <CustomerFields record={record} />
        </Sections>
      </RecordForm>
    </Page>
  );
}
