#include "footfall/customer/admission.hpp"

#include "footfall/events/event_details.hpp"
#include "footfall/events/event_kinds.hpp"
#include "footfall/events/link_event.hpp"
#include "footfall/events/order_line.hpp"
#include "footfall/events/records.hpp"
#include "footfall/identity/forgetting.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

namespace footfall::customer {
namespace {

constexpr std::size_t admitted_events_per_read = 50'000;

/// What the part of a batch that was looked at says beyond what is applied.
class batch_so_far {
 public:
  void take_record(const events::event& record) { records_.push_back(&record); }

  [[nodiscard]] bool has_opted_out(const customer& owner, const user_key& user) const {
    if (records_.empty()) return owner.opt_outs.contains(user);
    const auto later = identity::key_of_forgotten(user);
    for (auto each = records_.rbegin(); each != records_.rend(); ++each) {
      const auto& record = **each;
      if (record.customer != owner.number || (record.user != user && record.user != later)) continue;
      // That a user is forgotten ends its own opting out: the other record says that it goes on.
      if (record.type != events::forget_record) return record.type != events::event_type::opt_in;
    }
    return owner.opt_outs.contains(user);
  }

  /// True for a line that was seen before.
  [[nodiscard]] bool has_line(const customer& owner, std::uint64_t line) {
    return owner.orders.holds(line) || !lines_.emplace(owner.number, line).second;
  }
  /// The same without noting it.
  [[nodiscard]] bool knows_line(const customer& owner, std::uint64_t line) const {
    return owner.orders.holds(line) || lines_.contains({owner.number, line});
  }

 private:
  std::vector<const events::event*> records_;
  std::set<std::pair<customer_number, std::uint64_t>> lines_;
};

/// Only what visitors do: an operator may undo a link of somebody who has opted out.
bool is_of_visitor(const events::event& each) {
  const auto* kind = events::find_event_kind(each.type);
  return kind != nullptr && kind->effect != events::event_effect::unlinks &&
         kind->effect != events::event_effect::allows;
}

bool must_not_be_stored(const customer& owner, const batch_so_far& batch, const events::event& each) {
  if (!is_of_visitor(each)) return false;
  if (batch.has_opted_out(owner, each.user)) return true;
  if (each.type != events::event_type::login) return false;
  const auto link = events::read_link(each);
  return link && batch.has_opted_out(owner, link->target);
}

// Whether the log has this line under an id that its item had before: a shop that tells its orders again
// after a transfer has the new ones everywhere.
bool was_told_of_older_id(const customer& owner, const batch_so_far& batch, const events::event& purchase) {
  const auto transfers = owner.transfers.load();
  const auto item = transfers ? owner.items.find(purchase.item) : std::nullopt;
  if (!item) return false;
  const auto sources = transfers->sources_of(*item);
  return std::any_of(sources.begin(), sources.end(), [&](item_index source) {
    auto as_before = purchase;
    as_before.item = owner.items.key_of(source);
    return batch.knows_line(owner, events::order_line_of(as_before));
  });
}

}  // namespace

std::vector<std::size_t> admit(const customer_directory& customers, std::span<events::event> batch) {
  std::vector<std::size_t> refused;
  batch_so_far so_far;
  customer_directory::pointer owner;
  for (std::size_t index = 0; index < batch.size(); ++index) {
    auto& each = batch[index];
    if (!owner || owner->number != each.customer) owner = customers.find(each.customer);
    if (!owner) continue;
    if (events::is_any_record(each.type)) {
      so_far.take_record(each);
    } else if (must_not_be_stored(*owner, so_far, each)) {
      refused.push_back(index);
    } else if (const auto line = each.counts() ? events::order_line_of(each) : 0;
               line != 0 && (so_far.has_line(*owner, line) || was_told_of_older_id(*owner, so_far, each))) {
      events::mark_audience(each, events::repeated_order);
    }
  }
  return refused;
}

void note_for_admission(customer& owner, const events::event& committed) {
  if (events::is_any_record(committed.type)) return owner.opt_outs.apply(committed);
  if (!committed.counts()) return;
  if (const auto line = events::order_line_of(committed); line != 0) owner.orders.add(line);
}

result<void> read_for_admission(store::event_reader& log, customer& owner) {
  const auto visit = [&](const events::event& committed) {
    if (committed.customer == owner.number) note_for_admission(owner, committed);
  };
  for (store::cursor place;;) {
    const auto next = log.scan(place, admitted_events_per_read, visit);
    if (!next) return next.error();
    if (*next == place) return {};
    place = *next;
  }
}

}  // namespace footfall::customer
