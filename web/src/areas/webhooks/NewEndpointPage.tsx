import { useState } from "react";
import { call } from "@/api/call";
import { adminCreateWebhookEndpoint } from "@/api/generated/sdk.gen";
import type { EndpointSecret } from "@/api/generated/types.gen";
import { useGo } from "@/app/here";
import { tell } from "@/app/messages";
import { RecordForm } from "@/kit/form/RecordForm";
import { useRecord } from "@/kit/form/useRecord";
import { Page } from "@/kit/Page";
import { Sections } from "@/kit/Section";
import { refreshWebhooks, useProven } from "./acting";
import { Fields } from "./Fields";
import { SecretDialog } from "./SecretDialog";
import { useLabels, type Values } from "./useEndpointForm";
import { useWebhookWords } from "./words";

const START: Values = { url: "", description: "", events: ["*"], store: null };

/** A new endpoint; then its secret, once. */
export default function NewEndpointPage() {
  const t = useWebhookWords();
  const go = useGo();
  const show = useProven();
  const [made, setMade] = useState<EndpointSecret | null>(null);
  const record = useRecord<Values, EndpointSecret>({
    values: START,
    ...useLabels(),
    save: ({ url, description, events, store }) =>
      show(() =>
        call(adminCreateWebhookEndpoint, { body: { url: url.trim(), description, events, store_id: store } }),
      ),
    saved: (answer) => {
      tell(t("added"));
      setMade(answer);
    },
  });
  const leave = () => {
    refreshWebhooks();
    if (made) go(`/webhooks/${made.endpoint.id}`, { replace: true, force: true });
  };
  return (
    <Page title={t("newEndpoint")} crumbs={[{ to: "/webhooks", label: t("title") }]}>
      <RecordForm record={record} isNew action={t("add")}>
        <Sections>
          <Fields record={record} isNew />
        </Sections>
      </RecordForm>
      {made ? <SecretDialog secret={made.secret} close={leave} /> : null}
    </Page>
  );
}
