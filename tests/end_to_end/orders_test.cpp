// A line of an order teaches once, whoever tells it again, and whenever.
#include "end_to_end/shop.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace footfall::test {
namespace {

class orders : public testing::Test {
 protected:
  /// The receipt of a purchase.
  std::string buy(const std::string& user, const std::string& line) {
    const auto target = "/api/00000/buy/" + user + "/1/7?quantity=2&orderid=4711&orderline=" + line;
    return site.visitor().get(target).field("X-Footfall-Event").value_or("");
  }

  /// How many purchases the models know.
  std::int64_t learned() {
    site.build_models();
    const auto status = nlohmann::json::parse(site.admin().get("/admin/customers/00000/models").body);
    for (const auto& each : status.at("models"))
      if (each.at("id") == "top_bought_long") return each.at("eventsUsed");
    return -1;
  }

  /// Brings a file in while the server is stopped.
  void import_lines(const std::vector<std::string>& lines) {
    const auto file = site.server.configuration_file().parent_path() / "orders.csv";
    std::ofstream out(file);
    out << "event,user,item,time,quantity,orderid,orderline\n";
    for (const auto& line : lines) out << line << "\n";
    out.close();
    process program({.program = footfall_binary,
                     .arguments = {"import-events", "--customer", "00000", "--config",
                                   site.server.configuration_file().string(), "--data-dir",
                                   site.server.data_directory().string(), file.string()}});
    const auto end = program.wait_for_end(std::chrono::seconds(60));
    ASSERT_TRUE(end && end->status == 0) << program.standard_error();
  }

  shop site;
};

TEST_F(orders, a_line_that_is_told_again_after_a_restart_is_kept_apart) {
  EXPECT_EQ(buy("anna", "1"), "stored");
  EXPECT_EQ(learned(), 1);
  ASSERT_EQ(site.server.stop(), 0);
  site.start_again();
  EXPECT_EQ(buy("anna", "1"), "ignored; reason=repeated-order");
  EXPECT_EQ(buy("ben", "1"), "ignored; reason=repeated-order");
  EXPECT_EQ(buy("ben", "2"), "stored");
  site.server.kill9();
  site.start_again();
  EXPECT_EQ(buy("ben", "2"), "ignored; reason=repeated-order");
  EXPECT_EQ(learned(), 2);
}

TEST_F(orders, an_import_of_orders_that_the_pages_have_told_teaches_what_is_new_only) {
  EXPECT_EQ(buy("anna", "1"), "stored");
  ASSERT_EQ(site.server.stop(), 0);
  const auto now = std::to_string(std::time(nullptr) - 60);
  import_lines({"buy,anna,7," + now + ",2,4711,1", "buy,anna,8," + now + ",1,4711,2"});
  site.start_again();
  EXPECT_EQ(learned(), 2);
  EXPECT_EQ(buy("anna", "2"), "ignored; reason=repeated-order");
  ASSERT_EQ(site.server.stop(), 0);
  std::filesystem::remove(site.server.data_directory() / "footfall.db.state");
  site.start_again();
  EXPECT_EQ(learned(), 2);
}

}  // namespace
}  // namespace footfall::test
