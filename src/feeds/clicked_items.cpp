#include "footfall/feeds/clicked_items.hpp"

#include "footfall/catalog_import/read_feed.hpp"
#include "footfall/customer/catalogue_keeper.hpp"
#include "footfall/events/event_details.hpp"
#include "footfall/feeds/feed_settings.hpp"
#include "footfall/text/number.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <limits>
#include <tuple>
#include <utility>
#include <vector>

namespace footfall::feeds {

namespace {

struct clicked_member {
  std::string_view detail, field;  // of the event (event_kinds.cpp), and as an import calls it
};

constexpr std::array clicked_members{clicked_member{"it", "title"}, clicked_member{"iu", "link"},
                                     clicked_member{"ii", "image_link"}, clicked_member{"ip", "price"},
                                     clicked_member{"ib", "list_price"}};

bool says_something(std::string_view details) {
  return std::ranges::any_of(clicked_members, [&](const clicked_member& each) {
    return events::find_detail(details, each.detail).has_value();
  });
}

std::string id_of(const item_key& key) {
  return key.text.empty() ? std::to_string(key.number) : std::string(key.text);
}

bool is_of(const std::vector<std::string>& hosts, const std::string& address) {
  const auto read = outbound::read_url(address);
  return read && std::ranges::any_of(hosts, [&](const auto& each) {
           return text::equal_without_case(each, outbound::host_field(*read));
         });
}

// What the click says, read as an import would read it; nothing when it says nothing that can be read.
std::optional<catalog::item> read_click(const customer::customer_settings& shop, const clicked_item& click) {
  auto record = nlohmann::json::object({{"type", click.item.type}, {"id", id_of(click.item)}});
  for (const auto& each : clicked_members)
    if (auto value = events::find_detail(click.details, each.detail))
      record[std::string(each.field)] = std::move(*value);
  auto settings = reading_defaults(shop);
  settings.format = "json";
  // Bytes that are no UTF-8 are a client's affair.
  auto feed = nlohmann::json::array({std::move(record)})
                  .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  const auto read = catalog_import::read_feed(std::move(feed), settings);
  if (read.report.verdict || read.items.size() != 1) return std::nullopt;
  auto said = *read.items.begin();
  if (!is_of(shop.click_item_hosts, said.link)) said.link.clear();
  std::erase_if(said.images, [&](const auto& image) { return !is_of(shop.click_item_hosts, image); });
  return said;
}

// Takes a member over that no import has told; true when it is new.
template <class Value>
bool fill(catalog::item& known, std::string_view name, Value& own, const Value& said,
          const Value& nothing = {}) {
  const auto place = std::ranges::find(known.from_clicks, name);
  const bool is_ours = own == nothing || place != known.from_clicks.end();
  if (!is_ours || said == nothing || own == said) return false;
  own = said;
  if (place == known.from_clicks.end()) known.from_clicks.emplace_back(name);
  return true;
}

bool fill_all(catalog::item& known, const catalog::item& said) {
  bool any = fill(known, "title", known.title, said.title);
  any |= fill(known, "link", known.link, said.link);
  any |= fill(known, "images", known.images, said.images);
  auto price = std::pair(known.price, known.sale);
  any |= fill(known, "price", price, std::pair(said.price, said.sale));
  std::tie(known.price, known.sale) = price;
  std::ranges::sort(known.from_clicks);
  return any;
}

// What is to be stored of the item from now on; nothing when the click changes nothing.
std::optional<catalog::item> changed_item(customer::customer& owner, const clicked_item& click,
                                          std::size_t& room, std::int64_t now_ms) {
  const auto index = owner.items.find(click.item);
  if (!index) return std::nullopt;
  const auto catalogue = owner.catalogue.load();
  const bool is_known = catalogue && catalogue->find(*index) != nullptr;
  catalog::item known;
  if (is_known) {
    auto read = catalogue->read(*index);
    if (!read) return std::nullopt;
    known = std::move(*read);
  } else {
    // What a full import does not have, or the customer has taken back, stays unknown.
    const bool is_gone = catalogue && !catalogue->may_show(click.item, *index,
                                                           catalog::unknown_items::automatic, now_ms / 1000);
    if (is_gone || room == 0) return std::nullopt;
    known.type = click.item.type;
    known.id = id_of(click.item);
  }
  const auto said = read_click(*owner.settings.load(), click);
  if (!said || !fill_all(known, *said)) return std::nullopt;
  if (!is_known) --room;
  return known;
}

}  // namespace

std::optional<clicked_item> clicked_item_of(const customer::customer_settings& shop,
                                            std::span<const events::event> request) {
  if (!shop.click_items || request.size() != 1) return std::nullopt;
  const auto& click = request.front();
  if (click.type != events::event_type::click || !says_something(click.details)) return std::nullopt;
  return clicked_item{shop.id, click.item, click.details};
}

bool clicked_items::add(clicked_item click, std::int64_t now_ns) {
  const std::lock_guard lock(mutex_);
  auto& of = waiting_[click.customer];
  const auto key = click.item;
  if (count_ >= waiting_max && !of.contains(key)) return false;
  const bool is_first = count_ == 0;
  count_ += of.insert_or_assign(key, std::move(click)).second;
  if (is_first) first_ns_ = now_ns;
  return is_first;
}

std::int64_t clicked_items::due_ns() const {
  const std::lock_guard lock(mutex_);
  return count_ == 0 ? std::numeric_limits<std::int64_t>::max() : first_ns_ + delay_ns;
}

result<void> clicked_items::store(const customer::customer_directory& customers, store::event_log& log,
                                  std::int64_t now_ms) {
  waiting_items taken;
  {
    const std::lock_guard lock(mutex_);
    taken.swap(waiting_);
    count_ = 0;
  }
  result<void> all;
  for (const auto& [customer, clicks] : taken) {
    const auto owner = customers.find(customer);
    if (!owner) continue;
    const std::lock_guard lock(owner->entity_changes);
    const auto catalogue = owner->catalogue.load();
    const auto size = catalogue ? catalogue->size() : 0;
    auto room = items_max - std::min(size, items_max);
    std::vector<store::entity_write> writes;
    for (const auto& [key, click] : clicks)
      if (const auto changed = changed_item(*owner, click, room, now_ms))
        writes.push_back({owner->number, store::entity_kind::item, store::entity_write::action::put, 0,
                          customer::item_entity_key(changed->type, changed->id),
                          customer::item_entity_content(*changed)});
    std::vector<events::event> no_events;
    if (writes.empty()) continue;
    if (auto stored = log.append_and_wait(no_events, writes); !stored) all = stored.error();
  }
  return all;
}

}  // namespace footfall::feeds
