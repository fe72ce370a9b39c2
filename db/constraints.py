"""Which refusal a broken constraint is raised as, for each constraint of the database."""

from rules.access_administration import (
    ClientHasNoSecret,
    ClientNameIsTaken,
    NoAdminWouldRemain,
    OrganisationNeedsSteward,
    PersonIsAnotherUsers,
    UsernameIsTaken,
)
from rules.merge_decisions import CommentIsTooLong
from rules.merge_requests import NewMergeRequestIsOpen
from rules.merges import EffectsAreUnknown, MergeIsUndone, ProposalIsOpen
from rules.organisations import (
    OrganisationContainsItself,
    OrganisationHasActiveOnes,
    OrganisationIsNotActive,
    OrganisationIsTooDeep,
    OrganisationNameIsTaken,
)
from rules.refusals import Refusal
from rules.vital_events import CorrectionIsOpen

REFUSALS: dict[str, type[Refusal]] = {
    "one_new_merge_request_per_reviewer": NewMergeRequestIsOpen,
    "a_comment_has_a_limit": CommentIsTooLong,
    "one_client_per_name": ClientNameIsTaken,
    "one_user_per_username": UsernameIsTaken,
    "one_user_per_person": PersonIsAnotherUsers,
    "a_user_interface_has_no_secret": ClientHasNoSecret,
    "an_admin_remains": NoAdminWouldRemain,
    "a_steward_remains": OrganisationNeedsSteward,
    "one_open_correction_per_vital_event": CorrectionIsOpen,
    "one_open_unmerge_proposal_per_merge": ProposalIsOpen,
    "an_open_correction_blocks": CorrectionIsOpen,
    "a_merge_is_undone_once": MergeIsUndone,
    "effects_of_a_merge_are_known": EffectsAreUnknown,
    "one_organisation_per_parent_and_name": OrganisationNameIsTaken,
    "no_organisation_contains_itself": OrganisationContainsItself,
    "organisations_have_a_depth": OrganisationIsTooDeep,
    "a_parent_is_active": OrganisationIsNotActive,
    "none_below_an_ended_one_is_active": OrganisationHasActiveOnes,
}

OURS = "only statements of ours write it, and none breaks it"
CHECKED_BEFORE = "the act has checked it under a lock before"
ENUMERATED = "the schema's enumeration allows no other value"
IMPORTED = "an import checks it and says what it rejects"

NEVER_RAISED: dict[str, str] = {
    "a_certificate_template_has_a_version": OURS,
    "a_collector_comes_for_a_certificate": OURS,
    "a_correction_is_settled_once": CHECKED_BEFORE,
    "a_correction_of_details_has_them": OURS,
    "a_candidate_is_settled_by_the_rules": OURS,
    "a_one_time_password_is_there": OURS,
    "a_master_stands_itself": CHECKED_BEFORE,
    "a_merged_person_is_inactive": OURS,
    "a_merged_organisation_says_into_which": OURS,
    "a_merge_request_moves_by_the_rules": CHECKED_BEFORE,
    "a_message_in_processing_has_its_worker": OURS,
    "a_multiple_birth_counts_its_children": CHECKED_BEFORE,
    "a_partial_birth_date_is_a_year_or_a_month": OURS,
    "a_partial_death_date_is_a_year_or_a_month": OURS,
    "a_partial_event_date_begins_with_the_event_date": OURS,
    "a_person_has_a_name": IMPORTED,
    "a_person_is_merged_once": CHECKED_BEFORE,
    "a_potential_duplicate_is_not_registered": CHECKED_BEFORE,
    "a_previous_secret_ends": OURS,
    "a_previous_signing_secret_ends": OURS,
    "a_processed_candidate_is_nobodys": OURS,
    "a_registered_event_has_its_number": OURS,
    "a_vital_event_moves_by_the_rules": CHECKED_BEFORE,
    "a_waiting_message_knows_when": OURS,
    "a_revoked_certificate_stays_revoked": CHECKED_BEFORE,
    "accepted_alerts_are_known": ENUMERATED,
    "an_assignment_has_its_moment": OURS,
    "only_a_machine_is_bound": CHECKED_BEFORE,
    "only_a_registered_event_is_uncertified": OURS,
    "only_some_roles_are_limited": CHECKED_BEFORE,
    "only_an_erased_organisation_has_no_name": OURS,
    "an_archived_event_knows_its_status_before": OURS,
    "an_external_id_has_a_source": OURS,
    "an_individual_has_a_name": CHECKED_BEFORE,
    "certificate_template_kind_is_known": ENUMERATED,
    "client_kind_is_known": ENUMERATED,
    "collector_relationship_is_known": ENUMERATED,
    "correction_kind_is_known": OURS,
    "correction_status_is_known": OURS,
    "each_version_is_kept": OURS,
    "individual_gender_is_known": ENUMERATED,
    "individual_role_is_known": OURS,
    "merge_request_status_is_known": ENUMERATED,
    "message_status_is_known": ENUMERATED,
    "no_event_is_its_own_duplicate": CHECKED_BEFORE,
    "no_event_resembles_itself": OURS,
    "no_payment_is_negative": CHECKED_BEFORE,
    "nobody_is_merged_into_themselves": OURS,
    "nobody_is_their_own_duplicate": IMPORTED,
    "one_certificate_per_serial_number": OURS,
    "one_active_certificate_template_per_name": CHECKED_BEFORE,
    "one_certificate_template_per_version": CHECKED_BEFORE,
    "one_collector_per_certificate": OURS,
    "one_former_version_per_number": OURS,
    "one_grant_per_user_client_role_and_organisation": OURS,
    "one_individual_per_role_and_position": OURS,
    "one_merge_candidate_per_pair": IMPORTED,
    "one_merge_request_per_reviewer_and_candidate": CHECKED_BEFORE,
    "one_message_per_event_and_webhook": OURS,
    "one_new_merge_request_per_candidate": CHECKED_BEFORE,
    "one_payment_per_certificate": CHECKED_BEFORE,
    "one_payment_per_receipt_number": OURS,
    "one_person_per_source_and_external_id": IMPORTED,
    "one_potential_duplicate_per_pair": OURS,
    "one_review_per_merge_candidate_and_round": OURS,
    "one_open_review_per_merge_candidate": OURS,
    "match_band_is_known": OURS,
    "reasons_of_a_decision_are_known": CHECKED_BEFORE,
    "a_decision_is_withdrawn_twice_at_most": CHECKED_BEFORE,
    "one_detection_model_per_digest": CHECKED_BEFORE,
    "detection_run_status_is_known": OURS,
    "unmerge_proposal_status_is_known": OURS,
    "an_unmerge_needs_two_people": CHECKED_BEFORE,
    "one_second_factor_per_user": OURS,
    "one_session_per_family": OURS,
    "one_template_font_per_position": OURS,
    "one_vital_event_per_registration_number": OURS,
    "one_vital_event_per_tracking_id": OURS,
    "only_a_declared_event_is_assigned": CHECKED_BEFORE,
    "only_a_registered_event_is_corrected": CHECKED_BEFORE,
    "organisation_status_is_known": OURS,
    "payment_outcome_is_known": ENUMERATED,
    "person_gender_is_known": IMPORTED,
    "person_status_is_known": OURS,
    "role_is_known": ENUMERATED,
    "vital_event_kind_is_known": ENUMERATED,
    "vital_event_status_is_known": OURS,
    "who_rejects_a_correction_says_why": OURS,
    "who_rejects_or_archives_says_why": OURS,
    "who_revokes_says_why": OURS,
}
"""The constraints that no act breaks, and why: breaking one is our mistake, and INTERNAL."""


def refusal_of(constraint: str | None) -> Refusal | None:
    """Return the refusal that a constraint is mapped to; None where breaking it is our mistake."""
    refusal = REFUSALS.get(constraint or "")
    return refusal() if refusal is not None else None
