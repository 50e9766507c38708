// Links between user ids: sorted lists of a few entries for each user that logs in.
#include "footfall/identity/link_table.hpp"

#include <algorithm>
#include <tuple>

namespace footfall::identity {
namespace {

auto order_of(const user_link& link) { return std::tuple(link.time_ms, link.number); }

}  // namespace

const user_link* link_table::find(const reference& which) const {
  const auto known = users_.find(which.source);
  if (known == users_.end()) return nullptr;
  const auto found = std::ranges::find(known->second.outgoing, which.number, &user_link::number);
  return found == known->second.outgoing.end() ? nullptr : &*found;
}

const user_link* link_table::next_link(const user_key& user, std::int64_t time_ms,
                                       std::uint64_t number) const {
  const auto known = users_.find(user);
  if (known == users_.end()) return nullptr;
  const auto& links = known->second.outgoing;
  const auto next = std::ranges::upper_bound(links, std::tuple(time_ms, number), {}, order_of);
  return next == links.end() ? nullptr : &*next;
}

user_key link_table::account_of(const user_link& first) const {
  auto last = first;
  // Time and number only grow on this way, so that a cycle ends by itself; the depth bounds the work.
  for (std::size_t depth = 1; depth < depth_max; ++depth) {
    const auto* next = next_link(last.target, last.time_ms, last.number);
    if (next == nullptr) break;
    last = *next;
  }
  return last.target;
}

void link_table::visit_links_to(const user_key& user, std::size_t count_max,
                                const std::function<void(const user_link&)>& visit) const {
  visit_level(user, 0, 1, count_max, visit);
}

// The links to `user` after which it took the link `followed_by` next (0: none), and what leads to them.
void link_table::visit_level(const user_key& user, std::uint64_t followed_by, std::size_t depth,
                             std::size_t& left, const std::function<void(const user_link&)>& visit) const {
  const auto known = users_.find(user);
  if (known == users_.end() || depth > depth_max) return;
  const auto& incoming = known->second.incoming;
  for (auto which = incoming.rbegin(); which != incoming.rend() && left > 0; ++which) {
    const auto* link = find(*which);
    if (link == nullptr) continue;
    const auto* next = next_link(user, link->time_ms, link->number);
    if ((next == nullptr ? 0 : next->number) != followed_by) continue;
    --left;
    visit(*link);
    visit_level(link->source, link->number, depth + 1, left, visit);
  }
}

void link_table::visit_sources(
    const std::function<void(const user_key&, const std::vector<user_link>&)>& visit) const {
  for (const auto& [user, links] : users_)
    if (!links.outgoing.empty()) visit(user, links.outgoing);
}

bool link_table::holds(const user_key& source, const user_key& target) const {
  const auto known = users_.find(source);
  return known != users_.end() && std::ranges::find(known->second.outgoing, target, &user_link::target) !=
                                      known->second.outgoing.end();
}

std::vector<unlinked_user> link_table::unlinked() const {
  std::vector<unlinked_user> all;
  all.reserve(unlinked_.size());
  for (const auto& [user, record] : unlinked_) all.push_back(record);
  std::ranges::sort(all, {}, [](const unlinked_user& each) { return std::tuple(each.time_ms, each.user); });
  return all;
}

std::optional<unlinked_user> link_table::find_unlinked(const user_key& user) const {
  const auto known = unlinked_.find(user);
  if (known == unlinked_.end()) return std::nullopt;
  return known->second;
}

std::size_t link_table::partners_of(const user_key& user, std::int64_t time_ms) const {
  const auto known = users_.find(user);
  if (known == users_.end()) return 0;
  std::vector<user_key> partners;
  const auto add = [&](const user_link& link, const user_key& partner) {
    if (link.time_ms > time_ms - partner_window_ms && link.time_ms <= time_ms) partners.push_back(partner);
  };
  for (const auto& link : known->second.outgoing) add(link, link.target);
  for (const auto& which : known->second.incoming)
    if (const auto* link = find(which)) add(*link, which.source);
  std::ranges::sort(partners);
  // Not std::ranges::unique: clang 14, which builds the fuzz targets, cannot compile that of libstdc++ 12.
  return static_cast<std::size_t>(std::unique(partners.begin(), partners.end()) - partners.begin());
}

// The link that a login repeats: nothing but this account came between them, so that one record says it all.
user_link* link_table::repeated_by(const user_key& source, const user_key& target, std::int64_t time_ms) {
  const auto known = users_.find(source);
  if (known == users_.end() || known->second.outgoing.empty()) return nullptr;
  auto& last = known->second.outgoing.back();
  if (last.target != target || last.time_ms > time_ms) return nullptr;
  // Had the account gone on to another one meanwhile, the two logins would lead to different places.
  return next_link(target, last.time_ms, last.number) == nullptr ? &last : nullptr;
}

link_change link_table::add(const user_key& source, const user_key& target, std::int64_t time_ms,
                            std::size_t partners_max) {
  link_change change;
  if (source == target || unlinked_.contains(source) || unlinked_.contains(target)) return change;
  if (auto* known = repeated_by(source, target, time_ms)) {
    known->time_ms = time_ms;
    change.added = *known;
    return change;
  }
  change.added = insert(source, target, time_ms);
  for (const auto& user : {source, target})
    if (partners_of(user, time_ms) > partners_max) unlink(user, time_ms, false, change);
  return change;
}

user_link link_table::insert(const user_key& source, const user_key& target, std::int64_t time_ms) {
  const user_link added{source, target, time_ms, ++last_number_};
  // The target first: a new entry of the map may move the others.
  users_[target].incoming.push_back({source, added.number});
  auto& links = users_[source].outgoing;
  links.insert(std::ranges::upper_bound(links, order_of(added), {}, order_of), added);
  order_.push_back({source, added.number});
  ++links_;
  forget_oldest(added);
  return added;
}

void link_table::forget_oldest(const user_link& added) {
  const auto oldest_other = [&](const std::vector<user_link>& links) {
    return links.front().number == added.number ? links[1].number : links.front().number;
  };
  if (const auto& links = users_[added.source].outgoing; links.size() > limits_.links_of_user_max)
    erase({added.source, oldest_other(links)});
  if (const auto& links = users_[added.target].incoming; links.size() > limits_.links_of_user_max)
    erase(links.front());
  while (order_.size() > limits_.links_max) {
    const auto oldest = order_.front();
    order_.pop_front();
    erase(oldest);
  }
}

void link_table::erase(const reference& which) {
  const auto source = users_.find(which.source);
  if (source == users_.end()) return;
  auto& links = source->second.outgoing;
  const auto link = std::ranges::find(links, which.number, &user_link::number);
  if (link == links.end()) return;
  const auto target = link->target;
  links.erase(link);
  --links_;
  if (links.empty() && source->second.incoming.empty()) users_.erase(source);
  const auto known = users_.find(target);
  auto& incoming = known->second.incoming;
  std::erase_if(incoming, [&](const reference& each) { return each.number == which.number; });
  if (incoming.empty() && known->second.outgoing.empty()) users_.erase(known);
}

link_change link_table::remove(const user_key& source, const user_key& target) {
  link_change change;
  const auto known = users_.find(source);
  if (known == users_.end()) return change;
  for (const auto& link : known->second.outgoing)
    if (link.target == target) change.removed.push_back(link);
  for (const auto& link : change.removed) erase({source, link.number});
  return change;
}

link_change link_table::refuse(const user_key& user, std::int64_t time_ms) {
  link_change change;
  if (!unlinked_.contains(user)) unlink(user, time_ms, true, change);
  return change;
}

bool link_table::allow(const user_key& user) { return unlinked_.erase(user) != 0; }

void link_table::unlink(const user_key& user, std::int64_t time_ms, bool placeholder, link_change& change) {
  if (const auto known = users_.find(user); known != users_.end()) {
    auto gone = known->second.outgoing;
    for (const auto& which : known->second.incoming)
      if (const auto* link = find(which)) gone.push_back(*link);
    // Whoever else logs in with the account now: what came with it before is its own.
    if (!placeholder)
      std::erase_if(gone, [&](const user_link& link) { return link.time_ms <= time_ms - partner_window_ms; });
    for (const auto& link : gone) erase({link.source, link.number});
    // A link that this very login made is as if it had never been.
    std::erase_if(gone,
                  [&](const user_link& link) { return change.added && change.added->number == link.number; });
    change.removed.insert(change.removed.end(), gone.begin(), gone.end());
  }
  change.added.reset();
  const unlinked_user record{user, time_ms, placeholder};
  if (unlinked_.size() == limits_.unlinked_max) return;
  unlinked_.emplace(user, record);
  change.unlinked.push_back(record);
}

}  // namespace footfall::identity
