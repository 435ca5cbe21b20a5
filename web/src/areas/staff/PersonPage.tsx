import { ActionIcon, Alert, Button, Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { call } from "@/api/call";
import { adminGetStaff, adminSetGrants } from "@/api/generated/sdk.gen";
import type { Person } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { useParam } from "@/app/here";
import { tell } from "@/app/messages";
import { Failure } from "@/kit/Failure";
import { RecordForm } from "@/kit/form/RecordForm";
import { useRecord } from "@/kit/form/useRecord";
import { May } from "@/kit/May";
import { Page } from "@/kit/Page";
import { Columns, Section, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { useRun } from "./acting";
import { changed } from "./changed";
import { DismissDialog } from "./DismissDialog";
import { complaintAbout, type Draft, draftOf, inputOf } from "./drafts";
import { GrantsEditor } from "./GrantsEditor";
import { InviteDrawer } from "./InviteDrawer";
import { PersonFacts } from "./PersonFacts";
import { PersonInvitation } from "./PersonInvitation";
import { PersonKeys } from "./PersonKeys";
import { RenameDialog } from "./RenameDialog";
import { StaffState } from "./StaffState";
import { useStaffWords } from "./words";

/** Somebody who works here: what they may do and where, and how they leave. */
export default function PersonPage() {
  const t = useStaffWords();
  const id = useParam("person");
  const person = useRead(adminGetStaff, { path: { staff: id } });
  if (person.error || person.data === undefined) {
    return (
      <Page title={t("title")} crumbs={[{ to: "/staff", label: t("title") }]}>
        {person.error ? <Failure error={person.error} again={() => void person.refetch()} /> : <Skeletons />}
      </Page>
    );
  }
  return <Known key={person.data.id} person={person.data} />;
}

type Barrier = "barrierpermission" | "barrierself" | "barrierowner" | "barriermore";

function Known({ person }: { person: Person }) {
  const t = useStaffWords();
  const [dialog, setDialog] = useState<"dismiss" | "rename" | "invite" | null>(null);
  const barrier = person.barrier ? t(`barrier${person.barrier}` as Barrier) : null;
  const hasLeft = person.status === "dismissed";
  const mayRename = person.barrier === null || person.barrier === "self";
  const close = () => setDialog(null);
  return (
    <Page
      title={person.name}
      about={person.email}
      beside={<StaffState status={person.status} />}
      crumbs={[{ to: "/staff", label: t("title") }]}
      primary={
        hasLeft ? (
          <May permission="staff:write">
            <Button onClick={() => setDialog("invite")}>{t("inviteAgain")}</Button>
          </May>
        ) : undefined
      }
      acts={
        hasLeft || !mayRename ? undefined : (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="default" size={36} aria-label={t("more")}>
                <IconDots size={18} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => setDialog("rename")}>{t("rename")}</Menu.Item>
              {person.barrier === null && person.status === "active" ? (
                <Menu.Item color="red" onClick={() => setDialog("dismiss")}>
                  {t("dismiss")}
                </Menu.Item>
              ) : null}
            </Menu.Dropdown>
          </Menu>
        )
      }
    >
      <Columns
        main={
          <Sections>
            {hasLeft ? (
              <Alert color="gray" title={t("wasDismissed", { name: person.name })} />
            ) : (
              <Rights key={person.version} person={person} barrier={barrier} />
            )}
          </Sections>
        }
        side={
          <Sections>
            {person.status === "invited" ? <PersonInvitation person={person} barrier={barrier} /> : null}
            <PersonFacts person={person} />
            <PersonKeys person={person} />
          </Sections>
        }
      />
      {dialog === "dismiss" ? <DismissDialog person={person} close={close} /> : null}
      {dialog === "rename" ? <RenameDialog person={person} close={close} /> : null}
      {dialog === "invite" ? (
        <InviteDrawer again={{ email: person.email, name: person.name }} close={close} />
      ) : null}
    </Page>
  );
}

interface Rights {
  grants: Draft[];
}

function Rights({ person, barrier }: { person: Person; barrier: string | null }) {
  const t = useStaffWords();
  const run = useRun();
  const values = useMemo<Rights>(() => ({ grants: person.grants.map(draftOf) }), [person.grants]);
  const path = { staff: person.id };
  const record = useRecord<Rights>({
    values,
    version: person.version,
    labels: { grants: t("rights") },
    check: {
      grants: (grants) => {
        const complaint = complaintAbout(grants);
        return complaint === null ? null : t(complaint);
      },
    },
    save: ({ grants }, version) =>
      run(() =>
        call(adminSetGrants, {
          path,
          body: { grants: grants.map(inputOf) },
          ...(version === undefined ? {} : { version }),
        }),
      ),
    latest: async () => {
      const now = await call(adminGetStaff, { path });
      return { values: { grants: now.grants.map(draftOf) }, version: now.version };
    },
    saved: () => {
      tell(t("saved"));
      changed();
    },
  });
  const editor = (
    <Section title={t("rights")} about={barrier ?? t("rightsAbout")}>
      <GrantsEditor
        drafts={record.values.grants}
        change={(grants) => record.set("grants", grants)}
        isStrict={Boolean(record.form.errors.grants)}
        disabled={barrier !== null}
      />
    </Section>
  );
  return barrier === null ? <RecordForm record={record}>{editor}</RecordForm> : editor;
}
