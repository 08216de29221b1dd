"""Addresses of public votes."""

from __future__ import annotations

from django.urls import path

from dure.web.voting import ballot, officer, pictures, public

_VOTE = "votes/<slug:programme>/<slug:stage>/"
_OFFICER = "officer/votes/<slug:programme>/<slug:stage>/"
urlpatterns = [
    path("votes/", public.vote_list, name="votes"),
    path(_VOTE, public.vote_page, name="vote"),
    path(f"{_VOTE}candidates/<str:number>/", public.candidate_page, name="vote_candidate"),
    path(
        f"{_VOTE}candidates/<str:number>/pictures/<int:picture_id>/", public.picture, name="vote_picture_view"
    ),
    path(f"{_VOTE}candidates/<str:number>/picture/", pictures.picture_page, name="vote_picture"),
    path(f"{_VOTE}choose/", ballot.choose, name="vote_choose"),
    path(f"{_VOTE}ballot/", ballot.ballot, name="vote_ballot"),
    path(f"{_VOTE}verified/", ballot.verified, name="vote_verified"),
    path(f"{_VOTE}confirm/", ballot.confirm, name="vote_confirm"),
    path(f"{_VOTE}receipt/", ballot.receipt, name="vote_receipt"),
    path(f"{_VOTE}check/", public.check_page, name="vote_check"),
    path(f"{_VOTE}sealed.csv", public.sealed_list, name="vote_sealed_list"),
    path(f"{_VOTE}results/", public.result_page, name="vote_results"),
    path(f"{_VOTE}ballots.csv", public.opened_list, name="vote_opened_list"),
    path(_OFFICER, officer.vote_page, name="officer_vote"),
    path(f"{_OFFICER}open/", officer.open_, name="officer_vote_open"),
    path(f"{_OFFICER}seal/", officer.seal, name="officer_vote_seal"),
    path(f"{_OFFICER}ballots/", officer.ballots, name="officer_vote_ballots"),
    path(f"{_OFFICER}set-asides/<int:set_aside_id>/", officer.set_aside, name="officer_set_aside"),
    path(f"{_OFFICER}count/", officer.count_, name="officer_vote_count"),
]
