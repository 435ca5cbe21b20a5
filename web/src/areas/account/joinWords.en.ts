export default {
  join: "Work with {company}",
  joinAbout: "{inviter} invites you as: {roles}.",
  emailHelp: "With this address you log in.",
  name: "Your name",
  accept: "Accept and go in",
  until: "The invitation is valid until {day}.",
  looking: "Looking at your invitation",
  over: "This invitation is no longer valid",
  overAbout: "It was used already, withdrawn, or has expired. Ask whoever invited you for a new one.",
  joined: "Welcome to {company}",
  joinedAbout: "Log in with your e-mail address and the password that you just chose.",
};
