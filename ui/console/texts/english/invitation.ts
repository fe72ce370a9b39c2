/** The texts of the page where an invitation is accepted, in English. */
export const invitation = {
  title: "You are invited",
  explanation: "Choose how you sign in from now on.",
  displayName: "Your name, as others see it",
  password: "Password, 8 characters or more",
  again: "The password again",
  accept: "Accept the invitation",
  haveAccount: "I have an account already",
  newAccount: "I am new here",
  signedIn: "You are signed in. What you are invited to is added to your account.",
  done: "The invitation is accepted. What you may do now is there once you sign in again.",
  signIn: "Go to the sign-in",
  noLink: "This address lacks the end of the link. Open the whole link that you were sent.",
};
