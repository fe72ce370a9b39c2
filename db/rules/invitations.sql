-- Who may invite users to an organisation (rule R13).

-- Return whether somebody could still invite to an organisation, through whichever client: an invitation is
-- worth no more than the word of whoever made it.
create or replace function may_still_invite(inviter uuid, organisation uuid) returns boolean
language sql stable as $$
    select exists (
        select from live_grants
          join users on users.id = user_id and not is_blocked and deleted_at is null
         where user_id = inviter
           and (role = 'ADMIN'
                or role = 'STEWARD'
                   and (organisation_id is null
                        or is_at_or_below(organisation, array[organisation_id]))))
$$;
