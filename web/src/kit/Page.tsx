import { ActionIcon, Anchor, Group, Title } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { type ReactNode, useEffect } from "react";
import { PlainLink } from "@/app/here";
import { useMe } from "@/app/may";
import classes from "./Page.module.css";
import { useKitWords } from "./words";

interface PageProps {
  title: string;
  /** Beside the title: a status, a number. */
  beside?: ReactNode;
  /** Under the title, in few words. */
  about?: ReactNode;
  /** The way up: from far to near, without this page. */
  crumbs?: readonly { to: string; label: string }[];
  /** The one thing that one does here most; a filled button. */
  primary?: ReactNode;
  /** Further acts, quieter. */
  acts?: ReactNode;
  /** `wide` for lists and sheets, `text` for forms. */
  width?: "wide" | "normal" | "text";
  children: ReactNode;
}

/** A page: where we are, its title, its one primary act on the right, and the content. */
export function Page({
  title,
  beside,
  about,
  crumbs = [],
  primary,
  acts,
  width = "normal",
  children,
}: PageProps) {
  const t = useKitWords();
  const { company } = useMe();
  const up = crumbs.at(-1);
  useEffect(() => {
    document.title = `${title} · ${company.name}`;
  }, [title, company.name]);
  return (
    <div className={classes.page} data-width={width}>
      <header className={classes.head}>
        {crumbs.length > 0 ? (
          <nav className={classes.crumbs} aria-label={t("back")}>
            {crumbs.map((crumb) => (
              <Anchor key={crumb.to} component={PlainLink} to={crumb.to} c="dimmed" size="sm">
                {crumb.label}
              </Anchor>
            ))}
          </nav>
        ) : null}
        <div className={classes.row}>
          {up ? (
            <ActionIcon
              component={PlainLink}
              to={up.to}
              variant="default"
              size={32}
              aria-label={`${t("back")}: ${up.label}`}
              className={classes.up}
            >
              <IconArrowLeft size={16} />
            </ActionIcon>
          ) : null}
          <div className={classes.titles}>
            <Group gap={8} wrap="wrap">
              <Title order={1}>{title}</Title>
              {beside}
            </Group>
            {about ? <div className={classes.about}>{about}</div> : null}
          </div>
          {acts || primary ? (
            <div className={classes.acts}>
              {acts}
              {primary}
            </div>
          ) : null}
        </div>
      </header>
      {children}
    </div>
  );
}
