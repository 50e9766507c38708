// Any bytes as a body of the content interface: no crash; what is taken is stored and read back as it is.
#include "api/content/item_body.hpp"
#include "api/content/item_xml.hpp"
#include "footfall/catalog_import/read_transfers.hpp"
#include "footfall/catalog_import/read_users.hpp"
#include "fuzz/written_item.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

using namespace footfall;

void check_item(const customer::customer_settings& owner, const catalog::item& which,
                std::string_view change) {
  fuzz::check_written_again(which);
  std::string shown;
  api::append_item_xml(shown, which, "de");
  const auto changed = api::read_item_change(owner, which, change);
  if (changed && (changed->id != which.id || changed->type != which.type)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  customer::customer_settings owner;
  owner.alphanumeric_items = size % 2 == 0;
  const auto items = api::read_item_body(owner, body);
  if (items)
    for (const auto& each : items->items) check_item(owner, each, body);
  if (!items && items.error().detail().empty()) std::abort();
  catalog::item known;
  known.id = "7";
  known.price = text::price{500, {}};
  check_item(owner, known, body);
  static_cast<void>(api::read_item_body(owner, 1, "7", body));
  if (const auto users = catalog_import::read_users(body))
    for (const auto& each : *users) {
      std::string stored;
      append_json(stored, each);
      const auto again = catalog::read_attributed_user(stored);
      if (!again || !(*again == each)) std::abort();
    }
  if (const auto transfers = catalog_import::read_transfers(body); transfers && transfers->empty())
    std::abort();
  return 0;
}
