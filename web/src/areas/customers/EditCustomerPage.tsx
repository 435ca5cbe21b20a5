import { call } from "@/api/call";
import {
  adminGetCustomer,
  adminGetCustomerOverview,
  adminListCustomers,
  adminUpdateCustomer,
} from "@/api/generated/sdk.gen";
import type { StaffCustomer } from "@/api/generated/types.gen";
import { refresh, useRead } from "@/api/query";
import { useGo, useParam } from "@/app/here";
import { tell } from "@/app/messages";
import { Failure } from "@/kit/Failure";
import { RecordForm } from "@/kit/form/RecordForm";
import { useRecord } from "@/kit/form/useRecord";
import { Page } from "@/kit/Page";
import { Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { CustomerFields, type CustomerValues, useCustomerLabels } from "./CustomerFields";
import { useCustomerWords } from "./words";

/** Name, phone, language, tags and groups; two who change one customer see both versions. */
export default function EditCustomerPage() {
  const t = useCustomerWords();
  const id = useParam("customer");
  const asked = useRead(adminGetCustomer, { path: { customer: id } });
  if (asked.data) return <EditForm customer={asked.data} />;
  return (
    <Page title={t("edit")} crumbs={[{ to: "/customers", label: t("title") }]} width="text">
      {asked.error ? (
        <Failure error={asked.error} again={() => void asked.refetch()} />
      ) : (
        <Skeletons lines={8} />
      )}
    </Page>
  );
}

function valuesOf(customer: StaffCustomer): CustomerValues {
  const { email, name, phone, locale, tags } = customer;
  return { email, name, phone, locale, tags, groups: customer.groups.map((one) => one.id).sort() };
}

function EditForm({ customer }: { customer: StaffCustomer }) {
  const t = useCustomerWords();
  const go = useGo();
  const path = { customer: customer.id };
  const labels = useCustomerLabels();
  const record = useRecord<CustomerValues>({
    values: valuesOf(customer),
    version: customer.version,
    labels,
    save: (_, version, changed) => {
      const { email: _same, ...body } = changed;
      return call(adminUpdateCustomer, { path, body, ...(version === undefined ? {} : { version }) });
    },
    latest: async () => {
      const now = await call(adminGetCustomer, { path });
      return { values: valuesOf(now), version: now.version };
    },
    saved: () => {
      refresh(adminGetCustomer, adminGetCustomerOverview, adminListCustomers);
      tell(t("saved"));
      go(`/customers/${customer.id}`, { force: true });
    },
  });
  return (
    <Page
      title={customer.name || customer.email}
      crumbs={[
        { to: "/customers", label: t("title") },
        { to: `/customers/${customer.id}`, label: customer.name || customer.email },
      ]}
      width="text"
    >
      <RecordForm record={record}>
        <Sections>
          <CustomerFields record={record} />
        </Sections>
      </RecordForm>
    </Page>
  );
}
