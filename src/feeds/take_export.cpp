#include "feeds/take_export.hpp"

#include "footfall/catalog_import/read_feed.hpp"

#include <fmt/format.h>

#include <mutex>

namespace footfall::feeds {

namespace {

using catalog_import::import_mode;

constexpr std::uint64_t export_bytes_max = 256ULL << 20;  // of all addresses together
constexpr std::int64_t export_ms_max = 600'000;
constexpr std::string_view content_types = "application/vnd.ez.api.Content+json, application/json, */*;q=0.5";

/// One export under way.
class fetched_export {
 public:
  fetched_export(const export_event& event, bool whole, customer::customer& owner, const pull_tools& with)
      : event_(event),
        whole_(whole),
        owner_(owner),
        with_(with),
        reading_(reading_defaults(*owner.settings.load())) {
    if (event.type != 0) reading_.type = event.type;
    reading_.language = event.language;
  }

  feed_run run() {
    run_.begun_ms = with_.time.wall_ms();
    const auto begin_ns = with_.time.steady_ns();
    until_ns_ = begin_ns + export_ms_max * ns_per_ms;
    if (event_.action == export_action::remove) {
      run_.source = fmt::format("item {}/{}", event_.type, event_.item);
      note([&](item_store& items) { return items.remove(event_.type, event_.item, event_.language); });
    } else if (fetch_all()) {
      note([&](item_store& items) { return store(items); });
    }
    run_.duration_ms = (with_.time.steady_ns() - begin_ns) / ns_per_ms;
    return std::move(run_);
  }

 private:
  bool refuse(run_outcome how, std::string why) {
    run_.outcome = how;
    run_.reason = std::move(why);
    return false;
  }

  bool fetch_all() {
    const auto first = outbound::read_url(event_.urls.front());
    run_.source = first ? outbound::shown(*first) : std::string();
    if (event_.urls.size() > 1) run_.source += fmt::format(" and {} more", event_.urls.size() - 1);
    for (const auto& url : event_.urls)
      if (!fetch(url)) return false;
    // An export of nothing is taken for a mistake.
    return !items_.empty() || refuse(run_outcome::refused, "there is no item in it");
  }

  bool fetch(const std::string& url) {
    std::string body;
    outbound::request what{
        .url = url, .authorization = event_.authorization, .accept = std::string(content_types)};
    what.bytes_max = export_bytes_max - bytes_;
    what.time_max_ms = (until_ns_ - with_.time.steady_ns()) / ns_per_ms;
    const auto got = with_.outside.get(
        what,
        [&](std::string_view piece) -> result<void> {
          body += piece;
          return {};
        },
        with_.go_on);
    if (!got) return refuse(run_outcome::failed, got.error().detail());
    if (got->status != 200)
      return refuse(run_outcome::failed, fmt::format("the server answers with status {}", got->status));
    bytes_ += body.size();
    auto contents = catalog_import::read_feed(std::move(body), reading_);
    run_.report.clear();
    catalog_import::append_json(run_.report, contents.report);
    if (const auto& verdict = contents.report.verdict; verdict && verdict->reason != "no-items")
      return refuse(run_outcome::refused, catalog_import::to_sentence("export", *verdict));
    if (!contents.report.verdict)
      for (auto&& item : contents.items) items_.push_back(std::move(item));
    return true;
  }

  result<stored_items> store(item_store& items) {
    if (!event_.language.empty() && event_.type != 0)
      return items.store_language(std::move(items_), event_.type, event_.language, whole_);
    for (auto& each : items_)
      if (event_.type != 0) each.type = event_.type;
    return items.store(items_, whole_ ? import_mode::full : import_mode::update);
  }

  template <class Store>
  void note(const Store& store_items) {
    item_store items(owner_.number, with_.reader, door_of(with_.log, owner_.number));
    const std::lock_guard lock(owner_.entity_changes);
    const auto stored = store_items(items);
    if (!stored) {
      refuse(run_outcome::failed, stored.error().detail());
      return;
    }
    run_.outcome = run_outcome::published;
    run_.items = *stored;
  }

  const export_event& event_;
  const bool whole_;
  customer::customer& owner_;
  const pull_tools& with_;
  catalog_import::feed_settings reading_;
  feed_run run_;
  std::vector<catalog::item> items_;
  std::uint64_t bytes_ = 0;
  std::int64_t until_ns_ = 0;
};

}  // namespace

feed_run take_export(const export_event& event, bool whole, customer::customer& owner,
                     const pull_tools& with) {
  return fetched_export(event, whole, owner, with).run();
}

}  // namespace footfall::feeds
