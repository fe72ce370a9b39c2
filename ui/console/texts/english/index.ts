/** All texts of the console in English; a translation has the same keys. */
import { administration } from "./administration.ts";
import { alerts } from "./alerts.ts";
import { errors } from "./errors.ts";
import { records } from "./records.ts";
import { review } from "./review.ts";

export const english = {
  shell: {
    skip: "Skip to the content",
    menu: "Pages",
    loading: "Loading…",
    language: "Language",
    theme: "Theme",
    signOut: "Sign out",
    close: "Close",
    cancel: "Cancel",
    kept: "I have kept it",
    copy: "Copy",
    copied: "Copied",
    nothingHere: "Nothing here",
    toStart: "To the start page",
    noSuchPage: "There is no such page.",
    required: "Fields with an asterisk are needed.",
    nothingHereExplanation: "There is no such page, or it belongs to a role that you do not hold.",
    noRole: "You hold no role yet. An administrator can grant you one.",
  },
  themes: { system: "System theme", light: "Light", dark: "Dark" },
  menu: {
    review: "Review",
    requests: "My requests",
    records: "Records",
    persons: "Persons",
    declare: "Declare",
    dashboard: "Dashboard",
    trail: "Audit trail",
    users: "Users",
    clients: "Clients",
    webhooks: "Webhooks",
    messages: "Messages",
  },
  signIn: {
    title: "Sign in to Selfsame",
    username: "User name",
    password: "Password",
    submit: "Sign in",
    wrong: "The name or the password is wrong, or the account is blocked.",
    again: "Sign in again",
    againExplanation: "Your session has ended. What you typed is still there: sign in, and go on.",
    endReasons: {
      "signed-out": "You have signed out.",
      expired: "Your session has ended. Please sign in again.",
      "user-blocked": "Your account has been blocked. An administrator can tell you why.",
      "client-blocked": "This console has been blocked. An administrator can tell you why.",
    },
  },
  password: {
    title: "Your password",
    explanation: "Another password ends your sessions elsewhere.",
    mustChange: "This password was for one sign-in. Choose one of your own to go on.",
    old: "Present password",
    new: "New password, 8 characters or more",
    again: "The new password again",
    change: "Change the password",
    changed: "Your password is changed.",
    differs: "The new password was typed in two ways.",
    wrong: "The present password is wrong, or the account is blocked.",
  },
  demo: {
    title: "This is a demo",
    explanation: "The people in it are made up. Press to come in as one of:",
    passwords: "Each account's password is its name.",
    roles: {
      NHS_REVIEWER: "decides whether two records are one person",
      REGISTRAR: "declares and registers births, deaths and marriages",
      ADMIN: "sees who did what, and who may do what",
    },
  },
  leaving: {
    title: "Leave this page?",
    explanations: {
      draft: "What you typed was not sent. It is kept in this tab for a day, for you alone.",
      form: "What you typed was not sent, and is lost.",
      secret: "The secret is shown this once. Have you kept it?",
    },
    leave: "Leave",
    stay: "Stay",
    signOutTitle: "Sign out and delete what was not sent?",
    signOutExplanation:
      "In this tab there are drafts that you have not sent. Nobody can read them later.",
    restored: "What you typed here was not sent yet. You left it",
    startOver: "Start over",
  },
  lists: {
    more: "Show more",
    end: "That is all.",
    empty: "Nothing to show.",
    order: "Order",
    newest: "Newest first",
    oldest: "Oldest first",
    find: "Find by name or id",
    filters: "Filters",
    clear: "Clear filters",
    apply: "Apply",
  },
  alerts,
  errors,
  ...review,
  ...records,
  ...administration,
};

export type Texts = typeof english;
