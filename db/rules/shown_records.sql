-- What a reviewer was shown of a pair, so that they can be shown which fields compare otherwise by now
-- (rule B14).

-- Return a record of a pair as it was in a version, null where that is not kept, and the names of what
-- changed since. What the record was before the pair was assigned, nobody has shown its reviewer: of such
-- a version is returned what has changed since the assignment. Versions are closed to the application's role (rule H21); of these, the acting
-- reviewer has a request, and only names of fields leave the product.
create or replace function record_shown(request uuid, of_master boolean, shown_version integer)
returns table (record jsonb, changed text[])
language sql stable security definer set search_path = public, pg_temp as $$
    with shown as (
        select case when of_master then pair.master_person_id else pair.person_id end as person_id,
               case when of_master then coalesce(assigned_master_version, seen_master_version)
                    else coalesce(assigned_person_version, seen_person_version)
               end as first_version
          from merge_requests
          join manual_merge_candidates candidate
            on candidate.id = merge_requests.manual_merge_candidate_id
          join merge_candidates pair on pair.id = candidate.merge_candidate_id
         where merge_requests.id = request
           and merge_requests.assignee_id::text = current_setting('selfsame.actor_id', true))
    select (select kept.record from person_versions kept
             where kept.person_id = shown.person_id and kept.version = shown_version
               and shown_version >= first_version),
           array(select distinct field from person_versions kept, unnest(kept.changed) field
                  where kept.person_id = shown.person_id
                    and kept.version > greatest(shown_version, first_version))
      from shown
$$;
revoke execute on function record_shown from public;
grant execute on function record_shown to selfsame_app;
