import { Alert, Paper, Text, Title, UnstyledButton } from "@mantine/core";
import { IconBuildingStore } from "@tabler/icons-react";
import { type ReactNode, useEffect } from "react";
import { LANGUAGES, type Language, speak, useLanguage } from "@/app/words";
import classes from "./account.module.css";

interface DoorProps {
  title: string;
  about?: ReactNode;
  /** What was refused, in words. */
  complaint?: string | null;
  /** Other ways, below the card. */
  foot?: ReactNode;
  wide?: boolean;
  children: ReactNode;
}

/** The frame of the pages for people who are not logged in: one card, one job. */
export function Door({ title, about, complaint, foot, wide = false, children }: DoorProps) {
  const spoken = useLanguage();
  useEffect(() => {
    document.title = `${title} · Duka`;
  }, [title]);
  return (
    <div className={classes.door}>
      <header className={classes.top}>
        <span className={classes.brand}>
          <IconBuildingStore size={22} stroke={1.75} aria-hidden />
          Duka
        </span>
        <span className={classes.languages}>
          {(Object.keys(LANGUAGES) as Language[]).map((language) => (
            <UnstyledButton
              key={language}
              lang={language}
              className={classes.language}
              aria-pressed={language === spoken}
              onClick={() => speak(language)}
            >
              {LANGUAGES[language]}
            </UnstyledButton>
          ))}
        </span>
      </header>
      <main className={classes.middle}>
        <Paper className={classes.card} data-wide={wide} p="xl" withBorder shadow="md">
          <Title order={1} size="h2">
            {title}
          </Title>
          {about ? (
            <Text c="dimmed" mt={4} component="div">
              {about}
            </Text>
          ) : null}
          {complaint ? <Alert color="red" role="alert" mt="md" title={complaint} /> : null}
          <div className={classes.content}>{children}</div>
        </Paper>
        {foot ? <div className={classes.foot}>{foot}</div> : null}
      </main>
    </div>
  );
}
