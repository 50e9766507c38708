#include "forgotten_rows.hpp"

#include "footfall/events/link_event.hpp"
#include "footfall/events/records.hpp"
#include "footfall/identity/forgetting.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace footfall::customer {

result<void> forgotten_rows::note(const events::event& forget, store::cursor after, std::size_t index) {
  auto before = after;
  if (index > 0) {
    const auto read = log_.scan(after, index, [](const events::event&) {});
    if (!read) return read.error();
    before = *read;
  }
  bool found = false;
  const auto place = log_.scan(before, 1, [&](const events::event& each) {
    found = each.type == forget.type && each.customer == forget.customer && each.user == forget.user;
  });
  if (!place) return place.error();
  if (!found) return {};
  const owner whose{forget.customer, forget.user};
  records_.push_back({whose, before, *place});
  auto& about = users_[whose];
  ++about.records;
  about.last = *place;
  if (about.receipt.since_ms == 0) about.receipt.since_ms = forget.time_ms;
  return {};
}

/// What an earlier round has counted.
result<void> forgotten_rows::find_receipts() {
  const auto receipts = store_.make_entity_reader();
  if (!receipts) return receipts.error();
  for (auto& [whose, about] : users_) {
    const auto key = receipt_key(identity::key_of_forgotten(whose.second));
    const auto found = (*receipts)->get(whose.first, store::entity_kind::erasure, key);
    if (!found) return found.error();
    if (!*found) continue;
    if (const auto known = read_receipt(**found)) about.receipt = *known;
  }
  return {};
}

result<void> forgotten_rows::write_receipt(const owner& whose, const erasure_receipt& receipt) {
  return followers_.write(put_receipt(whose.first, identity::key_of_forgotten(whose.second), receipt));
}

void forgotten_rows::note_concerned(const owner& whose) {
  const auto known = users_.find(whose);
  if (known != users_.end() && known->second.records > 0) concerned_.try_emplace(whose);
}

void forgotten_rows::look_at(const events::event& each) {
  const owner whose{each.customer, each.user};
  if (each.type != events::forget_record) {
    note_concerned(whose);
    if (each.type != events::event_type::login && each.type != events::event_type::unlink) return;
    if (const auto link = events::read_link(each)) note_concerned({each.customer, link->target});
    return;
  }
  const auto known = users_.find(whose);
  if (known == users_.end() || known->second.records == 0 || --known->second.records > 0) return;
  // What comes behind the last record is of somebody who may be known again.
  if (const auto begun = concerned_.find(whose); begun != concerned_.end())
    begun->second = known->second.last;
}

result<void> forgotten_rows::erase_step(store::cursor from, store::cursor until) {
  for (const auto& [whose, last] : concerned_) {
    const auto erased =
        store_.erase_user({.customer = whose.first, .user = whose.second, .kept_type = events::forget_record},
                          from, last.value_or(until));
    if (!erased) return erased.error();
    if (*erased == 0) continue;
    removed_ += *erased;
    auto& receipt = users_.at(whose).receipt;
    receipt.events += *erased;
    if (auto written = write_receipt(whose, receipt); !written) return written;
  }
  if (!concerned_.empty()) store_.maintain();
  return {};
}

result<void> forgotten_rows::complete() {
  if (const auto settled = followers_.renew_files(); !settled) {
    spdlog::warn("retention: that {} users were forgotten stays in the log until the next round: {}",
                 users_.size(), settled.error().detail());
    return {};
  }
  for (auto& [whose, about] : users_) {
    about.receipt.completed_ms = time_.wall_ms();
    if (auto written = write_receipt(whose, about.receipt); !written) return written;
  }
  for (const auto& each : records_)
    if (const auto gone =
            store_.erase_user({.customer = each.whose.first, .user = each.whose.second, .kept_type = {}},
                              each.before, each.place);
        !gone)
      return gone.error();
  store_.maintain();
  spdlog::info("retention: nothing is left of {} users who were forgotten; {} events of theirs removed",
               users_.size(), removed_);
  return {};
}

result<std::size_t> forgotten_rows::erase(std::size_t step_events) {
  if (records_.empty() || !followers_.renew_files) return std::size_t{0};
  if (auto done = find_receipts(); !done) return done.error();
  const auto is_open = [](const auto& entry) { return entry.second.records > 0; };
  for (store::cursor place; std::ranges::any_of(users_, is_open);) {
    const auto begin_ns = time_.steady_ns();
    concerned_.clear();
    const auto next = log_.scan(place, step_events, [this](const events::event& each) { look_at(each); });
    if (!next) return next.error();
    if (*next == place) break;
    if (auto done = erase_step(place, *next); !done) return done.error();
    place = *next;
    if (!go_on_(begin_ns)) return removed_;
  }
  if (auto done = complete(); !done) return done.error();
  return removed_;
}

}  // namespace footfall::customer
